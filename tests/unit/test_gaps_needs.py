"""Needs of a file and of calls: what can be used, and what is wrong with the rest, line and column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dos_router.analysis.gaps.needs import Need, ReadNeeds, need_for, needs_of_calls, read_needs
from dos_router.model.call import Request
from dos_router.reference import load_reference

REFERENCE, _ = load_reference()
HEADER = "disposition,symptom_group,symptom_discriminator\n"
CALL = Request(
    at=0, disposition="Dx05", asked="Dx05", symptom_group="SG1107", symptom_discriminators=("SD4052", "SD4003")
)


def read(tmp_path: Path, text: str) -> ReadNeeds:
    path = tmp_path / "needs.csv"
    path.write_text(text)
    return read_needs(path, REFERENCE)


def test_needs_are_read_once_and_in_order(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEADER}dx05,1107,4052+4003\nDx02,SG1107,SD4052\nDx05,SG1107,SD4003+SD4052\n")
    assert found == ((Need("Dx02", "SG1107", "SD4052"), Need("Dx05", "SG1107", "SD4003+SD4052")), [])
    assert found.needs[1].discriminators == ("SD4003", "SD4052")


@pytest.mark.parametrize(
    ("row", "rule", "place"),
    [
        ("Dx9999,SG1107,SD4052", "unknown-disposition", "needs.csv:3:1"),
        ("Dx0102,SG1107,SD4052", "not-searched", "needs.csv:3:1"),
        ("five,SG1107,SD4052", "bad-code", "needs.csv:3:1"),
        ("Dx05,wrist,SD4052", "bad-code", "needs.csv:3:6"),
        ("Dx05,SG1107,SD4052+x", "bad-code", "needs.csv:3:13"),
        ("Dx05,SG1107", "ragged-row", "needs.csv:3:1"),
    ],
)
def test_a_row_at_fault_is_told_and_left_out(tmp_path: Path, row: str, rule: str, place: str) -> None:
    found = read(tmp_path, f"{HEADER}Dx05,SG1107,SD4052\n{row}\n")
    assert found.needs == (Need("Dx05", "SG1107", "SD4052"),)
    assert [(problem.rule, str(problem.location)) for problem in found.problems] == [(rule, place)]


def test_a_file_without_needs_is_a_problem(tmp_path: Path) -> None:
    assert [problem.rule for problem in read(tmp_path, HEADER).problems] == ["no-needs"]
    assert [problem.rule for problem in read(tmp_path, "disposition\n").problems] == ["missing-column"] * 2


def test_needs_of_calls_are_those_that_are_searched_for() -> None:
    calls = [CALL, CALL, replace(CALL, disposition="Dx0102"), replace(CALL, symptom_group=None)]
    assert needs_of_calls(calls, REFERENCE) == (Need("Dx05", "SG1107", "SD4003+SD4052"),)


def test_discriminators_are_put_in_order_once() -> None:
    assert need_for("Dx05", "SG1", ("SD2", "SD1", "SD2")) == Need("Dx05", "SG1", "SD1+SD2")

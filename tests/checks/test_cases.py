"""Cases at the edges of checks, with their places: what `cases/*.yaml` says is found, and nothing else of a check."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rule_examples import Example, told

from dos_router.checks.catalogue import BY_NAME
from dos_router.diagnostics import Location
from dos_router.loading.text_tree import read_tree

CASES = Path(__file__).parent / "cases"
SOUND = {"id": "shore-pharmacy", "name": "Shore Pharmacy", "type": "pharmacy", "opening": "Mo-Fr 09:00-17:30"}
DAY = "2026-11-21"


def read(path: Path) -> list[dict[str, Any]]:
    tree, problems = read_tree(path, Location(path.name))
    assert tree is not None, problems
    assert isinstance(tree.value, list)
    return tree.value


EVERY = [(path.stem, case) for path in sorted(CASES.glob("*.yaml")) for case in read(path)]


def files_of(case: dict[str, Any]) -> dict[str, str]:
    """Return a case's files; each of its `services` is the sound pharmacy with the fields that it writes."""
    files = dict(case.get("files", {}))
    records = [SOUND | written for written in case.get("services", [])]
    if records:
        lines = [
            f"{'  - ' if number == 0 else '    '}{key}: {value}"
            for record in records
            for number, (key, value) in enumerate(record.items())
        ]
        files["services/example.yaml"] = "\n".join(["services:", *lines]) + "\n"
    return files


@pytest.mark.parametrize(("category", "case"), EVERY, ids=lambda one: one if isinstance(one, str) else one["case"])
def test_a_case_is_told_at_its_place(category: str, case: dict[str, Any], tmp_path: Path) -> None:
    rule = BY_NAME[case["rule"]]
    on = date.fromisoformat(case.get("on", DAY))
    without = tuple(case.get("without", []))
    found = told(rule, tmp_path, Example(files_of(case), on, without=without))
    said = [f"{one.location} {one.message} | {one.help}" for one in found]
    wanted: list[str] = case["finds"]
    assert len(said) == len(wanted), said
    for part, whole in zip(wanted, sorted(said), strict=True):
        assert part in whole
    assert rule.category == category


def test_cases_are_of_every_category_but_those_of_form_and_sign_off() -> None:
    categories = {rule.category for rule in BY_NAME.values()} - {"form", "sign_off"}
    assert {category for category, _ in EVERY} == categories

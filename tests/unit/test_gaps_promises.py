"""The policy's `always` and `never`, judged for every case, with a call that shows each that is broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from dos_router.analysis.gaps.promises import Broken, judge_promises, unjudged_promises
from dos_router.analysis.sweep.cells import horizon_of
from dos_router.loading.directory import load
from dos_router.loading.pathways import load_pathways
from dos_router.model.directory import Directory
from dos_router.model.pathway import Pathway
from dos_router.reference import load_reference
from dos_router.routing.route import explain_call

Write = Callable[..., Path]

PATHWAY = """\
format: 1
id: wrist
title: Wrist
symptom_group: SG1107
start: bent
questions:
  bent:
    ask: Is it bent?
    answers:
      - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
      - {say: no, then: {disposition: Dx05, discriminator: SD4052}}
"""
SERVICES = """\
provider: {name: One}
services:
  - {id: ed, name: ED, type: emergency-department, opening: 24/7, location: {postcode: CT9 4AN},
     symptoms: ['*'], dispositions: [Dx02, Dx05]}
  - {id: utc, name: UTC, type: urgent-treatment-centre, opening: Mo-Su 08:00-20:00, ages: [5+],
     location: {postcode: CT9 4AN}, symptoms: ['*'], dispositions: [Dx02, Dx05], dates: {2026-12-25: off}}
"""


@pytest.fixture
def pathways(tmp_path: Path) -> MappingProxyType[str, Pathway]:
    folder = tmp_path / "pathways"
    folder.mkdir()
    (folder / "wrist.yaml").write_text(PATHWAY)
    found = load_pathways(folder, load_reference()[0])
    assert not found.problems
    return MappingProxyType(dict(found.pathways))


def directory_of(write: Write, promises: str, places: str = "here") -> Directory:
    where = f"postcode,easting,northing,area\nCT9,635000,170000,{places}\nCT9 4AN,635500,170500,here\n"
    found = load(write({"services/one.yaml": SERVICES, "policy.yaml": promises, "places.csv": where}))
    assert found.directory is not None, found.problems
    return found.directory


def judged(write: Write, pathways: MappingProxyType[str, Pathway], promises: str) -> list[Broken]:
    directory = directory_of(write, promises)
    return judge_promises(directory, pathways, horizon_of(directory, date(2026, 12, 14), 2))


def test_a_promise_that_holds_is_not_told(write: Write, pathways: MappingProxyType[str, Pathway]) -> None:
    promises = (
        "always: [{dispositions: [Dx02, Dx05], at_least: 1}]\nnever: [{dispositions: [Dx02], types: [pharmacy]}]\n"
    )
    assert judged(write, pathways, promises) == []


def test_always_is_broken_where_too_few_answer(write: Write, pathways: MappingProxyType[str, Pathway]) -> None:
    (broken,) = judged(write, pathways, "always: [{dispositions: [Dx05], areas: [here], at_least: 2}]\n")
    assert (broken.found, broken.service) == (1, None)
    assert broken.promise.at.line == 1
    assert broken.witness.disposition == "Dx05"


def test_never_is_broken_by_a_type_that_answers(write: Write, pathways: MappingProxyType[str, Pathway]) -> None:
    promises = "never: [{dispositions: [Dx02], types: [urgent-treatment-centre, pharmacy]}]\n"
    (broken,) = judged(write, pathways, promises)
    assert (broken.found, broken.service) == (2, "utc")


@pytest.mark.parametrize(
    "promises",
    [
        "always: [{dispositions: [Dx05], at_least: 2}]\n",
        "never: [{dispositions: [Dx02], types: [urgent-treatment-centre]}]\n",
    ],
)
def test_a_witness_shows_the_broken_promise(
    write: Write, pathways: MappingProxyType[str, Pathway], promises: str
) -> None:
    (broken,) = judged(write, pathways, promises)
    directory = directory_of(write, promises)
    explained = explain_call(broken.witness, directory).explanation
    assert explained is not None
    passing = [verdict.service.id for verdict in explained.verdicts if not verdict.failures]
    assert len(passing) == broken.found
    assert broken.service is None or broken.service in passing


def test_a_promise_looks_at_its_own_areas(write: Write, pathways: MappingProxyType[str, Pathway]) -> None:
    directory = directory_of(write, "always: [{dispositions: [Dx05], areas: [here], at_least: 3}]\n", places="")
    nowhere = replace(directory, places=MappingProxyType({"CT9": directory.places["CT9"]}))
    assert judge_promises(directory, pathways)
    assert judge_promises(nowhere, pathways) == []


def test_a_promise_about_what_no_pathway_ends_in_cannot_be_judged(
    write: Write, pathways: MappingProxyType[str, Pathway]
) -> None:
    promises = (
        "always: [{dispositions: [Dx05, Dx08], at_least: 1}]\nnever: [{dispositions: [Dx02], types: [pharmacy]}]\n"
    )
    directory = directory_of(write, promises)
    ((promise, codes),) = unjudged_promises(directory, pathways)
    assert (promise, codes) == (directory.policy.always[0], ("Dx08",))

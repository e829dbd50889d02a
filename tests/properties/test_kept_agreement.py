"""One call through a directory that was kept and read back agrees with the plain engine, to the last byte.

What the archive leaves out for a call must not matter to it: the answer is compared whole, as JSON and
as text, with the places in files that both name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from corners import Seen
from dice import seeded
from generator import ANY, VALIDATED, Aim, Situation, situation
from test_fast_agreement import variants

from dos_router.cli.kept_directory import KIND
from dos_router.model.answer import Answer
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.reports.page import Page
from dos_router.reports.route_json import route_json
from dos_router.reports.route_text import render_answer
from dos_router.routing.compiled.archive import Archive, write_archive
from dos_router.routing.compiled.reach import Reach, places_in, reach_sections
from dos_router.routing.compiled.whole import StoredServices, directory_sections, stored_directory
from dos_router.routing.fast_one import route_one
from dos_router.routing.request import read_request
from dos_router.routing.route import route_call


class Stored(NamedTuple):
    """A directory as it was read back."""

    directory: Directory
    services: StoredServices
    reach: Reach


@contextmanager
def stored(directory: Directory, folder: Path) -> Iterator[Stored]:
    """Write a directory into an archive, and give what is read of it; live capacity goes beside it."""
    path = folder / "kept.route"
    write_archive(path, KIND, {**directory_sections(directory), **dict(reach_sections(directory))})
    with Archive(path, KIND) as archive:
        read, services = stored_directory(archive, directory.folder)
        yield Stored(replace(read, capacity=directory.capacity), services, Reach(archive))


def told(answer: Answer, directory: Directory) -> str:
    """Return all that is printed of an answer, in both forms."""
    warnings = [str(one) for one in answer.warnings]
    return "\n".join([json.dumps(route_json(answer, directory)), render_answer(answer, directory, Page(80)), *warnings])


def disagreements(one: Situation, calls: list[CallText], folder: Path) -> Iterator[tuple[CallText, str, str]]:
    with stored(one.directory, folder) as kept:
        for call in calls:
            plain = route_call(call, one.directory).answer
            request = read_request(call, kept.directory).request
            assert (request is None) == (plain is None), call
            if request is None or plain is None:
                continue
            found = route_one(request, kept.directory, kept.services, kept.reach)
            if told(found, kept.directory) != told(plain, one.directory):
                yield call, told(found, kept.directory), told(plain, one.directory)


@pytest.mark.parametrize("aim", [ANY, VALIDATED], ids=["any", "validated"])
def test_calls_that_differ_in_one_field_agree(aim: Aim, tmp_path: Path) -> None:
    for seed in range(150):
        dice = seeded(seed)
        one = situation(dice, aim)
        assert list(disagreements(one, variants(one, dice), tmp_path)) == [], one


def test_a_sample_that_reaches_every_corner_agrees(seen: list[Seen], tmp_path: Path) -> None:
    for one in seen:
        assert list(disagreements(one.situation, [one.situation.call], tmp_path)) == [], one.situation


def test_what_is_read_back_is_what_was_kept(seen: list[Seen], tmp_path: Path) -> None:
    for one in seen[::20]:
        with stored(one.situation.directory, tmp_path) as kept:
            assert everything(kept.directory) == everything(one.situation.directory)


def everything(directory: Directory) -> list[object]:
    """Return all that is kept of a directory, with the places in files that no comparison sees."""
    named = ("id", "title", "serial", "valid", "zone", "commissioners", "areas", "policy", "holidays", "reference")
    services = directory.services.values()
    written = [(one.at, dict(one.lines), one.opening.written, [each.written for each in one.ages]) for one in services]
    facts = [getattr(directory, name) for name in named]
    return [dict(directory.services), dict(directory.places), written, *facts]


def test_services_that_cannot_matter_are_left_out(seen: list[Seen], tmp_path: Path) -> None:
    """The test above would pass if nothing were left out; something is, in most situations."""
    fewer = 0
    for one in seen[:200]:
        with stored(one.situation.directory, tmp_path) as kept:
            request = read_request(one.situation.call, kept.directory).request
            if request is not None:
                route_one(request, kept.directory, kept.services, kept.reach)
                fewer += len(kept.services._made) < len(kept.services)
    assert fewer > 100


def test_sets_are_read_as_they_were_written() -> None:
    dice = seeded(5)
    for count in range(1, 70):
        places = sorted({dice.below(count) for _ in range(dice.below(count) + 1)})
        assert list(places_in(sum(1 << place for place in places))) == places
    assert list(places_in(0)) == []

"""Entries of a ranking that decide nothing are those that no minute of any kind of day finds to decide anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import PurePosixPath
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dos_router.analysis.ranking_cover import Unused, order_of, unused_entries
from dos_router.diagnostics import Location
from dos_router.loading.directory import load
from dos_router.loading.new_directory import begin_directory
from dos_router.model.directory import Directory
from dos_router.model.moments import midnight
from dos_router.model.opening import parse_opening
from dos_router.model.policy import Ranking
from dos_router.model.service import AMBULANCE
from dos_router.routing.calendar import Calendar

MONDAY = date(2026, 11, 2)
DAYS = 28  # in which every weekday meets every pattern of the holidays below
HOLIDAYS = {MONDAY + timedelta(days=number): "holiday" for number in range(-1, DAYS + 1) if number % 4 in (2, 3)}
HOURS = (
    None, "24/7", "Mo-Su off", "Mo-Fr 08:00-18:30", "Mo-Fr 18:30-08:00; PH off", "Mo-Fr 18:30-08:00",
    "Mo-Su 20:00-08:00", "Mo-Su 00:00-08:00", "Mo-Su 08:00-20:00", "PH 00:00-08:00", "PH 09:00-12:00", "PH 20:00-08:00",
    "Mo-Su 20:00-08:00; PH off", "Sa,Su 00:00-24:00; PH 00:00-24:00", "Mo-Su 00:00-24:00", "Sa 22:00-22:00",
)  # fmt: skip
HALF_HOUR = 30
TYPES = ("pharmacy", "gp-practice", "urgent-treatment-centre")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    home = tmp_path_factory.mktemp("ranking")
    begin_directory(home, "coast", title="Coast", first=date(2026, 11, 1), schemas=PurePosixPath("schemas"))
    (home / "coast" / "services" / "more.yaml").write_text(
        "provider: {name: More}\nservices:\n"
        "  - {id: a, name: A, type: pharmacy, opening: 24/7, symptoms: ['*'], dispositions: [Dx05, Dx28]}\n"
        "  - {id: b, name: B, type: gp-practice, opening: 24/7, symptoms: ['*'], dispositions: [Dx05, Dx06]}\n"
    )
    found = load(home / "coast").directory
    assert found
    return replace(found, holidays=MappingProxyType(HOLIDAYS))


entries = st.builds(
    Ranking,
    ranks=st.dictionaries(st.sampled_from(TYPES), st.integers(1, 6), max_size=3),
    at=st.just(Location("policy.yaml", 1)),
    areas=st.frozensets(st.sampled_from(("north", "south")), max_size=2),
    dispositions=st.frozensets(st.sampled_from(("Dx05", "Dx06", "Dx28", "Dx012")), max_size=3),
    hours=st.sampled_from(HOURS).map(lambda text: parse_opening(text) if text else None),
)


def plain(directory: Directory) -> dict[int, str]:
    """Return why each entry decides nothing, by trying every half hour of four weeks."""
    ranking = directory.policy.ranking
    found = dict.fromkeys(range(len(ranking)), "never")
    for area, disposition, matching in every_call(directory):
        present = {
            one.type
            for one in directory.services.values()
            if disposition in one.dispositions and one.is_active and one.type != AMBULANCE
        }
        for place, number in enumerate(matching):
            if place:
                found[number] = "covered" if found[number] == "never" else found[number]
                continue
            instead = ranking[matching[1]] if len(matching) > 1 else None
            same = order_of(ranking[number], present, directory) == order_of(instead, present, directory)
            found[number] = "idle" if same and found[number] != "used" else "used"
        assert area in (None, *directory.areas)
    return {number: why for number, why in found.items() if why != "used"}


@cache
def open_at(hours: str | None) -> tuple[bool, ...]:
    """Return at which half hours of the four weeks an entry of these hours holds."""
    calendar = Calendar(ZoneInfo("Europe/London"), HOLIDAYS)
    start = midnight(MONDAY, calendar.zone)
    moments = range(start, start + DAYS * 1440, HALF_HOUR)
    opening = parse_opening(hours) if hours else None
    return tuple(opening is None or calendar.is_open(opening, moment) for moment in moments)


def every_call(directory: Directory) -> Iterator[tuple[str | None, str, list[int]]]:
    """Yield each area, disposition and set of entries that match at some moment; in order of the ranking."""
    ranking = directory.policy.ranking
    patterns = set(zip(*(open_at(entry.hours.written if entry.hours else None) for entry in ranking), strict=True))
    for area in (None, *directory.areas):
        for code in ("Dx02", "Dx05", "Dx06", "Dx07", "Dx28", "Dx89"):
            fits = [
                (not one.areas or area in one.areas) and (not one.dispositions or code in one.dispositions)
                for one in ranking
            ]
            for pattern in sorted(patterns):
                yield area, code, [n for n in range(len(ranking)) if fits[n] and pattern[n]]


def test_an_entry_that_decides_nothing_is_told_and_no_other(directory: Directory) -> None:
    seen: set[str] = set()

    @settings(max_examples=150, deadline=None)
    @given(ranking=st.lists(entries, min_size=1, max_size=4))
    def agree(ranking: list[Ranking]) -> None:
        ranked = replace(directory, policy=replace(directory.policy, ranking=tuple(ranking)))
        found: list[Unused] = unused_entries(ranked)
        seen.update(unused.why for unused in found)
        assert {unused.number: unused.why for unused in found} == plain(ranked)
        assert all(number < unused.number for unused in found for number in unused.by)

    agree()
    assert seen == {"never", "covered", "idle"}


def test_each_two_hours_one_after_the_other_are_judged_by_every_kind_of_day(directory: Directory) -> None:
    ranks = ({"pharmacy": 3}, {"pharmacy": 9})
    at = Location("policy.yaml", 1)
    for pair in product(HOURS, repeat=2):
        entries = tuple(
            Ranking(ranks=rank, at=at, hours=parse_opening(text) if text else None)
            for rank, text in zip(ranks, pair, strict=True)
        )
        ranked = replace(directory, policy=replace(directory.policy, ranking=entries))
        assert {unused.number: unused.why for unused in unused_entries(ranked)} == plain(ranked), pair

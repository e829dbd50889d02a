"""Differences of policy, directory.yaml and tables: told by what comes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dos_router.analysis.difference import Change, difference
from dos_router.diagnostics import Location
from dos_router.model.directory import Commissioner, Directory, Place, SmallArea
from dos_router.model.opening import parse_opening
from dos_router.model.policy import Always, Never, Policy, Ranking
from dos_router.model.service import Point
from dos_router.reference import load_reference

REFERENCE, _ = load_reference()
CHRISTMAS = date(2026, 12, 25)
HERE = Location("policy.yaml", 4)
CODE = "Dx05"


def make_directory(**fields: Any) -> Directory:
    east = Commissioner(id="east", name="NHS East", areas=frozenset({"east"}), lead=True)
    west = Commissioner(id="west", name="NHS West", areas=frozenset({"west"}))
    start: dict[str, Any] = {
        "id": "d", "title": "D", "serial": 1, "folder": "", "valid": (0, 1440), "zone": ZoneInfo("UTC"),
        "commissioners": {"east": east, "west": west}, "areas": {"east": "East", "west": "West"}, "policy": Policy(),
        "services": {}, "places": {"CT9": Place(Point(1, 1), "east")}, "holidays": {CHRISTMAS: "Christmas Day"},
        "reference": REFERENCE,
    }  # fmt: skip
    whole = {**start, **fields}
    own = {"own_areas": frozenset(whole["areas"]), "own_commissioners": frozenset(whole["commissioners"])}
    return Directory(**{**own, **whole})


def told(changes: Iterable[Change]) -> list[str]:
    """Return changes as a reader sees them."""
    return [f"{one.what}: {one.before} → {one.after}" + (f" ({one.note})" if one.note else "") for one in changes]


def in_policy(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    base, proposed = (make_directory(policy=Policy(**fields)) for fields in (before, after))
    return told(difference(base, proposed).changes)


def entry(ranks: dict[str, int], line: int = 1, when: str | None = None, **conditions: Iterable[str]) -> Ranking:
    sets = {key: frozenset(value) for key, value in conditions.items()}
    return Ranking(ranks=ranks, at=Location("policy.yaml", line), hours=parse_opening(when) if when else None, **sets)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({}, {"default_distance": 60_000}, []),
        ({}, {"default_distance": 7_500}, ["search distance where no place is named: 60 km → 7.5 km"]),
        ({"distances": {"CT9": 18_000}}, {"distances": {"CT9": 18_000, "CT9 4": 18_000}}, []),
        ({"distances": {"CT9": 18_000}}, {}, ["search distance of CT9: 18 km → the default, 60 km"]),
        (
            {"distances": {"CT9": 18_000}},
            {"distances": {"CT9": 18_000, "CT9 4AN": 9_000}},
            ["search distance of CT9 4AN: 18 km → 9 km"],
        ),
        ({"keep_by_type": {"pharmacy": 3}}, {}, ["services offered of type pharmacy: 3 → 2"]),
        ({}, {"keep_default": 2}, []),
        ({}, {"keep_default": 3}, ["services offered of a type: 2 → 3"]),
        ({}, {"validate": True}, ["validating disposition searched first: no → yes"]),
    ],
)
def test_limits_are_told_by_what_holds(before: dict[str, Any], after: dict[str, Any], words: list[str]) -> None:
    assert in_policy(before, after) == words


FIRST = {"pharmacy": 1}
LAST = {"pharmacy": 10}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [entry({"pharmacy": REFERENCE.service_types["pharmacy"].national_rank or 10})]),
        ([entry(FIRST)], [entry(FIRST, 9), entry(LAST, 10)]),
        (
            [entry(FIRST, dispositions=["Dx05", "Dx06"])],
            [entry(FIRST, dispositions=["Dx06"]), entry(FIRST, dispositions=["Dx05"])],
        ),
        (
            [entry(FIRST, when="Sa,Su 08:00-20:00")],
            [entry(FIRST, when="Sa 08:00-20:00"), entry(FIRST, when="Su 08:00-20:00")],
        ),
        (
            [entry(FIRST, when="Sa 08:00-20:00"), entry(LAST)],
            [entry(FIRST, when="Sa 08:00-20:00"), entry(LAST, when="24/7")],
        ),
    ],
)
def test_rankings_that_come_to_the_same_are_no_change(before: list[Ranking], after: list[Ranking]) -> None:
    assert in_policy({"ranking": tuple(before)}, {"ranking": tuple(after)}) == []


@pytest.mark.parametrize(
    ("conditions", "cases"),
    [
        ({}, "every disposition everywhere"),
        ({"areas": ["east"]}, "every disposition in east"),
        ({"dispositions": ["Dx06", "Dx05"]}, "Dx05, Dx06 everywhere"),
        ({"areas": ["west", "east"], "dispositions": ["Dx05"]}, "Dx05 in east, west"),
    ],
)
def test_rankings_are_told_by_the_ranks_that_result(conditions: Any, cases: str) -> None:
    before, after = (entry(ranks, **conditions) for ranks in (FIRST, LAST))
    found = in_policy({"ranking": (before,)}, {"ranking": (after,)})
    assert found == [f"ranks for {cases}: pharmacy 1 → pharmacy 10 (at all times)"]


@pytest.mark.parametrize(
    ("when", "times"),
    [
        ("24/7", "at all times"),
        ("Sa,Su 08:00-20:00", "Saturday and Sunday 08:00–20:00"),
        ("Sa 08:00-20:00; PH 09:00-10:00", "Saturday 08:00–20:00; public holidays 09:00–10:00"),
        ("Sa 08:00-20:00; PH off", "Saturday 08:00–20:00; not on public holidays"),
        ("off; PH 09:00-10:00", "public holidays 09:00–10:00"),
        ("Sa 20:00-08:00; PH off", "Saturday 20:00–08:00 next day; on public holidays in part"),
    ],
)
def test_rankings_are_told_with_the_times_at_which_they_hold(when: str, times: str) -> None:
    before, after = (entry(ranks, when=when) for ranks in (FIRST, LAST))
    found = in_policy({"ranking": (before,)}, {"ranking": (after,)})
    assert found == [f"ranks for every disposition everywhere: pharmacy 1 → pharmacy 10 ({times})"]


def test_a_rank_of_the_night_after_a_holiday_is_told() -> None:
    before = (entry(FIRST, when="PH 20:00-24:00"), entry(LAST))
    after = (entry(FIRST, when="PH 20:00-02:00"), entry(LAST))
    assert in_policy({"ranking": before}, {"ranking": after}) == [
        "ranks for every disposition everywhere: pharmacy 10 → pharmacy 1 (the night after public holidays)"
    ]


def test_areas_that_an_entry_leaves_out_are_named() -> None:
    before = (entry(LAST, areas=["east"]), entry(FIRST, dispositions=[CODE]))
    after = (entry(LAST, areas=["east"]), entry(LAST, dispositions=[CODE]))
    assert in_policy({"ranking": before}, {"ranking": after}) == [
        "ranks for Dx05 in west and where the area is not known: pharmacy 1 → pharmacy 10 (at all times)"
    ]


def test_a_type_that_is_new_to_the_tables_has_no_rank_before() -> None:
    new = replace(REFERENCE.service_types["pharmacy"], slug="new", national_rank=3)
    reference = replace(REFERENCE, service_types={**REFERENCE.service_types, "new": new})
    found = difference(make_directory(), make_directory(reference=reference)).changes
    assert told(found) == [
        "ranks for every disposition everywhere: new — → new 3 (at all times)",
        f"service type new added: None → {new.title}",
    ]


def never(codes: str, types: str, *areas: str) -> Never:
    return Never(dispositions=frozenset(codes.split()), types=frozenset(types.split()), areas=frozenset(areas), at=HERE)


def always(codes: str, at_least: int, *areas: str) -> Always:
    return Always(dispositions=frozenset(codes.split()), at_least=at_least, areas=frozenset(areas), at=HERE)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            [never("Dx02 Dx03", "pharmacy")],
            [never("Dx03", "pharmacy"), never("Dx02", "pharmacy"), never("Dx02", "pharmacy", "east")],
            [],
        ),
        ([never("Dx02", "pharmacy")], [], ["never, given up: Dx02 at pharmacy in every area → None"]),
        ([], [never("Dx02", "b a", "west", "east")], ["never, added: None → Dx02 at a, Dx02 at b in east, west"]),
    ],
)
def test_promises_of_never_are_told_one_by_one(before: list[Never], after: list[Never], words: list[str]) -> None:
    assert in_policy({"never": tuple(before)}, {"never": tuple(after)}) == words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ([always("Dx02", 1)], [always("Dx02", 1), always("Dx02", 1, "east")], []),
        (
            [always("Dx02", 1)],
            [always("Dx02", 2, "east"), always("Dx02", 1)],
            ["always, Dx02 in east: at least 1 → at least 2"],
        ),
        ([], [always("Dx02 Dx03", 1)], ["always, Dx02, Dx03 in every area: nothing promised → at least 1"]),
    ],
)
def test_promises_of_always_are_told_by_their_number(
    before: list[Always], after: list[Always], words: list[str]
) -> None:
    assert in_policy({"always": tuple(before)}, {"always": tuple(after)}) == words


EAST = Commissioner(id="east", name="NHS East", areas=frozenset({"east"}), lead=True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"id": "e"}, ["id: d → e"]),
        ({"title": "E"}, ["title: D → E"]),
        ({"serial": 2}, ["serial: 1 → 2"]),
        ({"zone": ZoneInfo("Europe/Paris")}, ["time zone: UTC → Europe/Paris"]),
        ({"valid": (0, 2880)}, ["validity: 1970-01-01 to 1970-01-01 → 1970-01-01 to 1970-01-02"]),
        ({"valid": (60, 1440)}, [
            "validity: 1970-01-01 to 1970-01-01 → 1970-01-01T01:00+00:00 until 1970-01-02T00:00+00:00",
        ]),
        ({"commissioners": {"east": EAST}}, ["commissioner west removed: NHS West, west → None"]),
        ({"areas": {"east": "East", "west": "Far west"}}, ["area west: West → Far west"]),
        ({"areas": {"east": "East"}}, ["area west removed: West → None"]),
        ({"holidays": {}}, ["public holiday Friday 25 December 2026 removed: Christmas Day → None"]),
        ({"holidays": {CHRISTMAS: "Noel"}}, ["public holiday Friday 25 December 2026: Christmas Day → Noel"]),
        ({"places": {"CT9": Place(Point(1, 2), "east")}}, ["place CT9: 1 1 → 1 2 (moved by 0.001 km)"]),
        ({"places": {}}, ["place CT9 removed: 1 1, east → None"]),
        ({"places": {"CT9": Place(Point(1, 1001), None)}}, [
            "area of CT9: east → not known", "place CT9: 1 1 → 1 1001 (moved by 1 km)",
        ]),
        ({"population": (SmallArea("E01", Place(Point(1, 1), None), 9, None),)}, [
            "small area E01 added: None → 9 people at 1 1, area not known",
        ]),
    ],
)  # fmt: skip
def test_the_directory_is_told_line_by_line(fields: dict[str, Any], words: list[str]) -> None:
    assert told(difference(make_directory(), make_directory(**fields)).changes) == words


def test_a_commissioner_is_told_part_by_part() -> None:
    other = replace(EAST, name="NHS Far East", ods="QKS", areas=frozenset(), lead=False)
    found = difference(make_directory(commissioners={"east": EAST}), make_directory(commissioners={"east": other}))
    assert told(found.changes) == [
        "commissioner east: name: NHS East → NHS Far East",
        "commissioner east: ODS code: none → QKS",
        "commissioner east: areas: east → none",
        "commissioner east: leads: yes → no",
    ]


def test_people_of_a_small_area_are_told() -> None:
    one = SmallArea("E01", Place(Point(1, 1), "east"), 9, "CT9")
    found = difference(make_directory(population=(one,)), make_directory(population=(one._replace(people=10),)))
    assert told(found.changes) == ["small area E01: 9 people at 1 1, east, CT9 → 10 people at 1 1, east, CT9"]


def test_reference_tables_are_told_by_code_and_column() -> None:
    code = REFERENCE.dispositions[CODE]
    changed = replace(code, timeframe=None, search=not code.search)
    files = {**REFERENCE.files, "dispositions": "ours.csv", "referral_roles": ""}
    dispositions = MappingProxyType({**REFERENCE.dispositions, CODE: changed})
    reference = replace(REFERENCE, dispositions=dispositions, roles={**REFERENCE.roles, "999": "nines"}, files=files)
    found = difference(make_directory(), make_directory(reference=reference, folder="site")).changes
    assert told(found) == [
        f"disposition Dx05: timeframe: {code.timeframe} → none",
        "disposition Dx05: search: yes → no",
        f"referral role 999: {REFERENCE.roles['999']} → nines",
    ]
    assert [str(one.proposed_at.full) if one.proposed_at else None for one in found] == [
        "site/ours.csv",
        "site/ours.csv",
        None,
    ]

"""What would close a gap, what opens and closes, what gaps come to: each against the sweep itself, or a plain twin."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the coast is found by name

from gaps_kit import NEEDS, coast, gaps, horizon, people

from dos_router.analysis.gap_changes.box import GapBox
from dos_router.analysis.gap_changes.calls import CallRates
from dos_router.analysis.gap_changes.extra_hours import answered_by, extra_hours
from dos_router.analysis.gap_changes.filled import Filler
from dos_router.analysis.gap_changes.near_misses import CHECKS, NearMisses
from dos_router.analysis.gap_changes.opened import only_in
from dos_router.analysis.gap_changes.totals import people_hours
from dos_router.analysis.gaps.find import find_gaps
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.kinds import Kind, Resilience
from dos_router.analysis.gaps.people import people_of
from dos_router.analysis.gaps_told.days import Days
from dos_router.analysis.gaps_told.intervals import length, shared, united, within, without
from dos_router.analysis.sweep.cells import Need
from dos_router.model.ages import AgeRange
from dos_router.model.answer import Spell
from dos_router.model.call import Request
from dos_router.model.directory import Directory
from dos_router.model.opening import Opening, parse_opening
from dos_router.model.policy import Never
from dos_router.model.service import Point, Provider, Service
from dos_router.model.symptoms import symptoms_of

DENTAL = Need("Dx18", "SG1169", "SD4047")


def directory_with(*services: Service, drop: tuple[str, ...] = ()) -> Directory:
    """Return the coast with further services, and without some."""
    base = coast()
    kept = {name: one for name, one in base.services.items() if name not in drop}
    every = kept | {one.id: one for one in services}
    return replace(base, services=MappingProxyType(dict(sorted(every.items()))))


def like(name: str, **changes: object) -> Service:
    """Return a service that takes every dental call of the coast, but for what is changed."""
    service = replace(
        coast().services["dental-line"], id=name, opening=Opening(always=True, written="24/7"), ages=(),
        limited_to=frozenset(), provider=Provider("Another"), commissioned_by=frozenset(),
    )  # fmt: skip
    return replace(service, **changes)  # type: ignore[arg-type] # each is a field's own type


LACKING = (
    like("no-age", ages=(AgeRange(0, 5843, "0-15"),)),
    like("no-role", roles=frozenset({"999"})),
    like("no-area", limited_to=frozenset({"thanet"})),
    like("no-disposition", dispositions=frozenset({"Dx05"})),
    like("no-discriminator", symptoms=symptoms_of([("SG1169", "SD1")])),
    like("too-far", point=Point(640_000, 250_000)),
    like("too-far-off", point=Point(400_000, 900_000)),
    like("only-now", opening=parse_opening("Mo-Su 00:00-23:30"), only_if_open=0),
    like("two-checks", roles=frozenset({"999"}), ages=(AgeRange(0, 10, "0d-10d"),)),
    like("men-only", sexes=frozenset({"male"})),
    like("own-patients", practices=frozenset({"G82001"}), roles=frozenset({"999"})),
    like("no-group", symptoms=symptoms_of([("SG1", "SD1")])),
)


FIXES = {
    "hours": {"opening": Opening(always=True, written="24/7")},
    "only-if-open": {"only_if_open": None},
    "age": {"ages": ()},
    "role": {"roles": frozenset()},
    "area": {"limited_to": frozenset()},
    "disposition": {"dispositions": frozenset(need.disposition for need in NEEDS)},
    "discriminator": {"symptoms": symptoms_of([("SG1169", "*"), ("SG1107", "*")])},
    "distance": {"point": None},
}


def closers_by_trying(directory: Directory, finding: GapFinding, found: Gaps) -> set[tuple[str, str]]:
    """Return each service and check with whose fixing alone none of a finding's cells is a gap any more."""
    closers = set()
    alone = replace(found, findings=(finding,))
    for service in directory.services.values():
        for check, fix in FIXES.items():
            if check == "discriminator" and not all(service.symptoms.has_group(need[1]) for need in finding.needs):
                continue
            changed = replace(service, **fix)  # type: ignore[arg-type] # each is a field's own type
            if changed != service and service.is_active:
                after = find_gaps(
                    directory_with_service(directory, changed), finding.needs, finding.places, found.horizon,
                    kinds=(finding.kind,),
                )  # fmt: skip
                closed = only_in(alone, replace(after, needs=found.needs, places=found.places), directory)
                if people_hours(closed) == pytest.approx(finding.weight, abs=1e-3):
                    closers.add((service.id, check))
    return closers


def directory_with_service(directory: Directory, service: Service) -> Directory:
    return replace(directory, services=MappingProxyType({**directory.services, service.id: service}))


TRIED: Counter[str] = Counter()


@pytest.mark.parametrize("kind", [Kind.NO_SERVICE, Kind.UPSHIFT, Kind.SINGLE, Kind.BORDER])
@pytest.mark.parametrize("drop", [("margate-utc",), ("swale-dental", "dental-line"), ()])
def test_near_misses_are_those_whose_one_change_closes_the_gap(kind: Kind, drop: tuple[str, ...]) -> None:
    lacking = LACKING if kind is Kind.NO_SERVICE or not drop else LACKING[-4:]
    directory = directory_with(*lacking, drop=drop)
    found = find_gaps(directory, NEEDS[:4], people(), horizon(weeks=1), kinds=(kind,))
    for finding in found.findings[:3]:
        told = {(one.service, one.failed) for one in near(directory, found).closing(finding)}
        tried = closers_by_trying(directory, finding, found)
        # hours all round the clock pass `only-if-open` too, which alone fails then
        tried -= {(name, "hours") for name, check in tried if check == "only-if-open"}
        # of those that are too far the nearest is told; barred by the policy, or beyond 99 km, none
        far = {one for one in tried if one[1] == "distance"}
        barred = {one for one in tried if directory.services[one[0]].type == "pharmacy"}
        assert told - far == tried - far - barred, finding
        assert bool(told & far) == bool({name for name, _ in far} - {"too-far-off"})
        TRIED.update(check for _, check in told)


def test_the_worlds_reached_every_check() -> None:
    if not TRIED:
        pytest.skip("says something only after the test above")
    assert set(TRIED) == set(CHECKS)


def test_every_check_has_its_smallest_change() -> None:
    directory = directory_with(*LACKING, drop=("swale-dental", "dental-line"))
    found = find_gaps(directory, [DENTAL], people(), horizon(), kinds=(Kind.NO_SERVICE,))
    told: dict[str, tuple[str, str]] = {}
    for finding in found.findings:
        told |= {one.service: (one.failed, one.change) for one in near(directory, found).closing(finding)}
    assert told["no-area"] == ("area", "take callers of swale too")
    assert told["no-discriminator"] == ("discriminator", "be profiled for SG1169/SD4047")
    assert told["no-disposition"] == ("disposition", "be profiled for Dx18")
    assert told["no-role"] == ("role", "take the role 111-telephone too")


def test_a_type_that_the_policy_bars_is_no_near_miss() -> None:
    barred = replace(
        like("chemist", dispositions=frozenset({"Dx18"})), type="pharmacy", ages=(AgeRange(0, 10, "0d-10d"),)
    )
    directory = directory_with(barred, drop=("swale-dental", "dental-line"))
    found = find_gaps(directory, [DENTAL], people(), horizon(), kinds=(Kind.NO_SERVICE,))
    assert "chemist" in {one.service for finding in found.findings for one in near(directory, found).closing(finding)}
    never = (Never(dispositions=frozenset({"Dx18"}), types=frozenset({"pharmacy"}), at=barred.at),)
    kept = replace(directory, policy=replace(directory.policy, never=never))
    assert "chemist" not in {one.service for finding in found.findings for one in near(kept, found).closing(finding)}


def near(directory: Directory, found: Gaps, resilience: Resilience = Resilience.PROVIDER) -> NearMisses:
    days = Days(directory.zone, frozenset(directory.holidays), *found.horizon)
    return NearMisses(directory, found.horizon, days, resilience)


def test_whole_services_have_no_near_misses_and_no_instead() -> None:
    found = gaps()
    [lost] = [one for one in found.findings if one.kind is Kind.UNREACHABLE]
    [filled] = Filler(coast(), found).fill([lost])
    assert (filled.instead, filled.near_misses) == (None, ())
    assert [str(at) for at in filled.lines] == ["services/dental.yaml:20"]
    assert GapBox(found.findings[0], coast()).reaches


# hours


@settings(max_examples=300)
@given(data=st.data(), reach=st.sampled_from([30, 60, 300, 1380]))
def test_extra_hours_answer_every_call_and_are_not_open_already(data: st.DataObject, reach: int) -> None:
    start, end = 100_000, 100_000 + 4 * 1440
    pieces = st.lists(st.tuples(st.integers(start - 2000, end + 2000), st.integers(1, 900)), max_size=5)
    opening = united((at, at + size) for at, size in data.draw(pieces))
    asked = united((at, at + size) for at, size in data.draw(pieces))
    calls = without(within(asked, start, end), answered_by(opening, reach))
    spells = [Spell(*one) for one in opening]
    extra = extra_hours(calls, spells, reach, (start, end))
    assert not shared(extra, opening)
    assert not without(calls, answered_by(united(opening, extra), reach))
    assert bool(extra) == bool(calls)
    inner = tuple(one for one in calls if start < one[0] and one[1] < end)
    if len(inner) == len(calls) == 1:  # at most twice a session of its own, which lasts an hour or the calls
        first, last = calls[0][0], calls[0][1] - 1
        assert length(extra) <= 2 * max(last - first, 60)


def test_hours_adjoin_what_is_open_unless_that_takes_twice_as_long() -> None:
    nine_to_five = [Spell(540, 1020), Spell(540 + 1440, 1020 + 1440)]
    evening = ((1020 - 29, 1140),)
    assert extra_hours(evening, nine_to_five, 60, (0, 4000)) == ((1020, 1169),)
    early = ((1900, 1920),)
    assert extra_hours(early, nine_to_five, 60, (0, 4000)) == ((1960, 1980),)
    night = ((1500, 1501),)
    assert extra_hours(night, nine_to_five, 60, (0, 4000)) == ((1530, 1590),)
    assert extra_hours(((10, 20),), [], 60, (0, 4000)) == ((49, 109),)


# sums, and what opens and closes


@st.composite
def some_boxes(draw: st.DrawFn) -> list[GapFinding]:
    """Return a few boxes over the coast, which overlap as they like."""
    there, start = people(), horizon().start
    ages = st.sampled_from([((0, 99),), ((50, 199),), ((0, 199),), ((0, 9), (100, 119))])
    times = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), min_size=1, max_size=3)
    return [
        GapFinding(
            kind=draw(st.sampled_from([Kind.NO_SERVICE, Kind.SINGLE])),
            needs=tuple(sorted(draw(st.sets(st.sampled_from(NEEDS), min_size=1, max_size=2)))),
            places=tuple(sorted(draw(st.sets(st.sampled_from(there), min_size=1)), key=lambda one: one.id)),
            ages_days=draw(ages), sexes=draw(st.sampled_from([("female",), ("male",), ("female", "male")])),
            times=united((start + at, start + at + size) for at, size in draw(times)),
            people=1, weight=1, witness=None,
        )
        for _ in range(draw(st.integers(0, 4)))
    ]  # fmt: skip


Cell = tuple[Kind, Need, str, int, str, int]
AGES = (0, 10, 50, 100, 120)  # the first day of each run that some box may have apart from the others


def cells_of(boxes: list[GapFinding] | tuple[GapFinding, ...]) -> set[Cell]:
    return {
        (box.kind, need, place.id, age, sex, minute)
        for box in boxes
        for need in box.needs
        for place in box.places
        for age in AGES
        if any(low <= age <= high for low, high in box.ages_days)
        for sex in box.sexes
        for start, end in box.times
        for minute in range(start, end)
    }


def as_gaps(boxes: list[GapFinding]) -> Gaps:
    return replace(gaps(weeks=1), findings=tuple(boxes), needs=NEEDS, horizon=horizon(weeks=1))


@settings(max_examples=30, deadline=None)
@given(some_boxes(), some_boxes())
def test_what_is_only_in_one_is_exactly_the_cells_that_the_other_has_not(
    these: list[GapFinding], those: list[GapFinding]
) -> None:
    found = only_in(as_gaps(these), as_gaps(those), coast())
    assert cells_of(found) == cells_of(these) - cells_of(those)
    assert only_in(as_gaps(these), as_gaps(these), coast()) == ()


@settings(max_examples=120, deadline=None)
@given(some_boxes())
def test_people_hours_count_each_cell_once(boxes: list[GapFinding]) -> None:
    ends = dict(zip(AGES, [9, 49, 99, 119, 199], strict=True))
    there = {place.id: place for place in people()}
    alike = [replace(box, kind=Kind.SINGLE) for box in boxes]
    expected = sum(people_of(there[place], ((age, ends[age]),), (sex,)) for _, _, place, age, sex, _ in cells_of(alike))
    assert people_hours(alike) == pytest.approx(expected / 60)


def test_whole_needs_and_services_open_and_close_by_name() -> None:
    less = directory_with(drop=("lost-clinic",))
    before, after = gaps(kinds=(Kind.UNREACHABLE, Kind.UNANSWERED)), gaps(less, (Kind.UNREACHABLE, Kind.UNANSWERED))
    assert [one.services for one in only_in(before, after, coast())] == [("lost-clinic",)]
    assert only_in(after, before, less) == ()
    nothing = replace(after, findings=())
    assert [one.needs for one in only_in(after, nothing, less)] == [(NEEDS[4],)]


# calls


def asked(at: int, **changes: object) -> Request:
    usual = Request(
        at=at, disposition="Dx18", asked="Dx18", point=Point(590_010, 163_000), age_days=9000, sex="female",
        symptom_group="SG1169", symptom_discriminators=("SD4047",),
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type] # each is a field's own type


def monday(weeks: int, hour: int) -> int:
    return horizon(weeks=4).start + weeks * 7 * 1440 + hour * 60


def test_calls_a_year_count_what_each_call_would_meet() -> None:
    days = Days(coast().zone, frozenset(), *horizon(weeks=4))
    there = people()
    box = GapFinding(
        kind=Kind.NO_SERVICE, needs=(DENTAL,), places=tuple(one for one in there if one.id == "E3"),
        ages_days=((0, 9999),), sexes=("female",), people=1, weight=1, witness=None,
        times=tuple((monday(week, 10), monday(week, 12)) for week in (0, 2, 3)),
    )  # fmt: skip
    inside = asked(monday(0, 11))
    others = [
        asked(monday(0, 13)), asked(monday(0, 11), sex="male"), asked(monday(0, 11), age_days=10_000),
        asked(monday(0, 11), point=Point(635_000, 170_000)), asked(monday(0, 11), disposition="Dx22"),
        asked(monday(0, 11) + 1440), asked(monday(0, 11), point=None), asked(monday(0, 11), age_days=None),
        asked(monday(0, 11), symptom_discriminators=()),
    ]  # fmt: skip
    rates = CallRates([inside, *others], there, days)
    assert (rates.calls, rates.days) == (7, 2)
    # one call in two days; of its four Mondays three are gaps at that time
    assert rates.a_year(box) == pytest.approx(365.25 / 2 * 3 / 4)
    halves = CallRates([asked(monday(0, 11), sex="indeterminate")], there, days)
    assert halves.a_year(box) == pytest.approx(365.25 * 3 / 4 / 2)
    assert CallRates([], there, days).a_year(box) == 0

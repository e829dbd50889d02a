"""Closures against routing call after call: who is left with nothing, who inherits, how much further it is."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from math import dist
from pathlib import Path
from types import MappingProxyType

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the coast is found by name

from gaps_kit import NEEDS, coast, gaps, horizon, people

from dos_router.analysis.gap_changes.opened import only_in
from dos_router.analysis.gap_changes.totals import people_hours
from dos_router.analysis.gaps.kinds import Kind, Resilience
from dos_router.analysis.gaps.people import people_of
from dos_router.analysis.gaps.witness import call_of
from dos_router.analysis.resilience.closures import Closure, close_each, names_of
from dos_router.analysis.sweep.cells import ALL_AGES, Horizon
from dos_router.model.directory import Directory
from dos_router.routing.route import route_call

AGES = ((0, 5843), (5844, ALL_AGES[1]))  # the only ages that some service of the coast tells apart
START = horizon().start


def without(directory: Directory, names: tuple[str, ...]) -> Directory:
    rest = {name: one for name, one in directory.services.items() if name not in names}
    return replace(directory, services=MappingProxyType(rest))


def first_offer(directory: Directory, *cell: object) -> str | None:
    """Return who is offered first in a cell: nobody where the call falls to the catch-all."""
    need, place, age, sex, at = cell
    call = call_of(need, place, age, sex, at, directory=directory)  # type: ignore[arg-type] # as the test makes them
    answer, _ = route_call(call, directory)
    assert answer is not None
    return answer.offers[0].service.id if answer.outcome.value == "routed" else None


@pytest.mark.parametrize("what", list(Resilience))
def test_closures_are_what_routing_call_after_call_comes_to(what: Resilience) -> None:
    # an hour about each time at which the coast opens and closes, on a Saturday and on Christmas Day
    spans = [(day * 1440 + hour * 60 - 20, day * 1440 + hour * 60 + 10) for day in (4, 5) for hour in (7, 8, 16, 19)]
    for start, end in spans[:: 2 if what is Resilience.PROVIDER else 5]:
        stretch = Horizon(START + start, START + end)
        told = close_each(coast(), NEEDS, people(), stretch, grouped=names_of(coast(), what))
        assert [summary(one) for one in told] == [summary(one) for one in plainly(stretch, what) if one.first], (
            start,
            end,
        )


def summary(closure: Closure) -> tuple[object, ...]:
    heirs = [
        (name, pytest.approx(heir.hours), None if heir.extra_km is None else pytest.approx(heir.extra_km))
        for name, heir in closure.ranked_heirs
    ]
    return closure.name, closure.services, pytest.approx(closure.first), pytest.approx(closure.nothing), heirs


def plainly(stretch: Horizon, what: Resilience) -> list[Closure]:
    """Close each group in a copy of the directory, and route every cell of each minute in both."""
    grouped = names_of(coast(), what)
    members: dict[str, list[str]] = {}
    for name, service in coast().services.items():
        members.setdefault(grouped(service), []).append(name)
    found = [Closure(name, tuple(sorted(ids))) for name, ids in members.items()]
    for need in NEEDS:
        for place in people():
            for ages in AGES:
                weight = people_of(place, (ages,), ("female", "male")) / 60
                for at in range(*stretch):
                    before = first_offer(coast(), need, place, ages[0], "female", at)
                    for closure in found:
                        if before in closure.services:
                            after = first_offer(without(coast(), closure.services), need, place, ages[0], "female", at)
                            pass_on(closure, before, after, weight, place.point)
    return sorted(found, key=lambda one: (-round(one.nothing, 6), -round(one.first, 6), one.name))


def pass_on(closure: Closure, before: str, after: str | None, weight: float, here: tuple[int, int]) -> None:
    closure.first += weight
    if after is None:
        closure.nothing += weight
        return
    heir = closure.heirs[after]
    heir.hours += weight
    old, new = (coast().services[name].point for name in (before, after))
    if old is not None and new is not None:
        heir.measured += weight
        heir.km_hours += weight * (dist(here, new) - dist(here, old)) / 1000


def test_what_is_left_with_nothing_is_what_the_gaps_without_it_come_to() -> None:
    found = close_each(coast(), NEEDS, people(), horizon(), grouped=names_of(coast(), Resilience.SERVICE))
    before = gaps(kinds=(Kind.NO_SERVICE,))
    for closure in found:
        rest = without(coast(), closure.services)
        opened = only_in(gaps(rest, (Kind.NO_SERVICE,)), before, rest)
        assert people_hours(opened) == pytest.approx(closure.nothing)
        assert sum(closure.needs.values()) == pytest.approx(closure.nothing)
        assert closure.nothing + sum(heir.hours for heir in closure.heirs.values()) == pytest.approx(closure.first)


def test_only_those_asked_for_are_closed_and_the_idle_are_left_out() -> None:
    grouped = names_of(coast(), Resilience.SERVICE)
    every = close_each(coast(), NEEDS, people(), horizon(), grouped=grouped)
    assert "lost-clinic" not in {one.name for one in every}
    [lost] = close_each(coast(), NEEDS, people(), horizon(), grouped=grouped, only={"lost-clinic"})
    assert (lost.first, lost.nothing, lost.extra_km, lost.needs) == (0, 0, None, Counter())
    [utc] = close_each(coast(), NEEDS, people(), horizon(), grouped=grouped, only={"margate-utc"})
    assert utc.extra_km == pytest.approx(0)
    assert [utc.name] == [one.name for one in every if one.name == "margate-utc"]

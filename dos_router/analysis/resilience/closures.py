"""Each service, provider or site closed in turn, in one sweep: its first offers pass to whoever comes next.

A cell whose first offer closes is offered the next that answers there, in the order of the policy; where
nobody is left the call falls to the catch-all. Cells weigh by the people who live there, for their hours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt

from dos_router.analysis.gaps.boxes import MINUTES_AN_HOUR
from dos_router.analysis.gaps.groups import grouping
from dos_router.analysis.gaps.kinds import Resilience
from dos_router.analysis.gaps.people import people_of
from dos_router.analysis.sweep.cells import Horizon, Need, PopulatedPlace
from dos_router.analysis.sweep.sweep import Column, Contender, Progress, Regime, sweep
from dos_router.model.directory import Directory
from dos_router.model.service import Service, squared_distance

METRES_A_KILOMETRE = 1000


@dataclass(slots=True)
class Heir:
    """A service that inherits first offers, in people-hours; `km_hours` is their extra distance, where it is known."""

    hours: float = 0.0
    km_hours: float = 0.0
    measured: float = 0.0

    @property
    def extra_km(self) -> float | None:
        """Return the mean extra distance in a straight line; None between services without places."""
        return self.km_hours / self.measured if self.measured else None


@dataclass(slots=True)
class Closure:
    """What comes of closing some services together; all in people-hours of cells that are offered one of them first."""

    name: str
    services: tuple[str, ...]
    first: float = 0.0
    nothing: float = 0.0
    heirs: dict[str, Heir] = field(default_factory=lambda: defaultdict(Heir))
    needs: Counter[str] = field(default_factory=Counter)

    @property
    def ranked_heirs(self) -> list[tuple[str, Heir]]:
        """Return who inherits, the most first."""
        return sorted(self.heirs.items(), key=lambda one: (-one[1].hours, one[0]))

    @property
    def extra_km(self) -> float | None:
        """Return the mean extra distance of those who are passed on."""
        measured = sum(heir.measured for heir in self.heirs.values())
        return sum(heir.km_hours for heir in self.heirs.values()) / measured if measured else None


def close_each(
    directory: Directory,
    needs: Iterable[Need],
    places: Iterable[PopulatedPlace],
    horizon: Horizon,
    *,
    grouped: Callable[[Service], str],
    only: Collection[str] | None = None,
    practice: str | None = None,
    progress: Progress | None = None,
) -> list[Closure]:
    """Return what comes of closing each group of services (or only some), the most left with nothing first.

    `needs` of a closure counts, by disposition, the people-hours left with nothing.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for name, service in sorted(directory.services.items()):
        members[grouped(service)].append(name)
    found = {name: Closure(name, tuple(ids)) for name, ids in members.items() if only is None or name in only}
    groups = {name: grouped(service) for name, service in directory.services.items()}
    looked = sweep(directory, needs, places, horizon, practice=practice, in_order=True, progress=progress)
    for column in looked.columns():
        people = people_of(column.places[0], column.ages, column.sexes) * len(column.needs)
        for regime in column.regimes:
            _close_in(column, regime, people / MINUTES_AN_HOUR, found, groups)
    hit = [closure for closure in found.values() if closure.first or only is not None]
    return sorted(hit, key=lambda one: (-one.nothing, -one.first, one.name))


def _close_in(column: Column, regime: Regime, weight: float, found: dict[str, Closure], groups: dict[str, str]) -> None:
    """Pass on each first offer of a column, under one order of its services."""
    minutes, free = column.sweep.axis.minutes, regime.times
    for rank, first in enumerate(regime.ranked):
        times = first.times & free
        free &= ~times
        group = groups[first.service.id]
        if times and group in found:
            closure = found[group]
            closure.first += weight * minutes(times)
            rest = _pass_on(column, first, times, regime.ranked[rank + 1 :], weight, closure, groups)
            if rest:
                hours = weight * minutes(rest)
                closure.nothing += hours
                closure.needs.update({need.disposition: hours / len(column.needs) for need in column.needs})
        if not free:
            return


def _pass_on(
    column: Column,
    first: Contender,
    times: int,
    others: Sequence[Contender],
    weight: float,
    closure: Closure,
    groups: dict[str, str],
) -> int:
    """Give the times of a first offer to those that come after it; return what nobody takes."""
    for other in others:
        taken = other.times & times
        if taken and groups[other.service.id] != closure.name:
            times &= ~taken
            hours = weight * column.sweep.axis.minutes(taken)
            _inherit(closure.heirs[other.service.id], hours, column.places[0], first.service, other.service)
            if not times:
                return 0
    return times


def _inherit(heir: Heir, hours: float, place: PopulatedPlace, old: Service, new: Service) -> None:
    heir.hours += hours
    before, after = (squared_distance(place.point, one.point) for one in (old, new))
    if before is not None and after is not None:
        heir.measured += hours
        heir.km_hours += hours * (sqrt(after) - sqrt(before)) / METRES_A_KILOMETRE


def names_of(directory: Directory, what: Resilience) -> Callable[[Service], str]:
    """Return what names the service, provider or site that a service belongs to."""
    return grouping(directory, what)

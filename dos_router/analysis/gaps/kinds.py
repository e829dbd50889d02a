"""What kind of gap each time of a column is: one pass over its services, by counters that fill up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from dos_router.analysis.sweep.order import is_promoted
from dos_router.analysis.sweep.sweep import Column, Contender
from dos_router.model.directory import Directory
from dos_router.model.service import Service

LOWEST_EMERGENCY_LEVEL = 2  # levels 1 and 2 are emergency care


class Kind(StrEnum):
    """The kinds of gaps, in the order in which they are told."""

    NO_SERVICE = "no-service"
    UPSHIFT = "upshift"
    SINGLE = "single"
    BORDER = "border"
    UNREACHABLE = "unreachable"
    UNANSWERED = "unanswered"


CELL_KINDS = (Kind.NO_SERVICE, Kind.UPSHIFT, Kind.SINGLE, Kind.BORDER)


class Resilience(StrEnum):
    """What of which there is just one in a `single` gap."""

    PROVIDER = "provider"
    SITE = "site"
    SERVICE = "service"


class GapTimes(NamedTuple):
    """When a column is a gap of each kind."""

    no_service: int
    upshift: int
    single: int
    border: int

    def of(self, kind: Kind) -> int:
        """Return the times of one kind."""
        return self[CELL_KINDS.index(kind)]


def gap_times(column: Column, grouped: Callable[[Service], str]) -> GapTimes:
    """Return when a column is a gap; `grouped` names what `single` counts: a provider, a site, a service."""
    directory, everything = column.sweep.directory, column.sweep.axis.everything
    some = lower = own = 0
    groups: dict[str, int] = {}
    for contender in column.contenders:
        some |= contender.times
        if not is_emergency_level(contender.service, directory):
            lower |= contender.times
        if not is_promoted(contender.service, column.area, directory):
            own |= contender.times
        name = grouped(contender.service)
        groups[name] = groups.get(name, 0) | contender.times
    return GapTimes(
        no_service=everything & ~some,
        upshift=0 if column.emergency else some & ~lower,
        single=_just_one(groups.values()),
        border=some & ~own,
    )


def counted(contenders: Iterable[Contender], at_least: int, everything: int) -> int:
    """Return when at least so many of these services answer."""
    reached = [everything, *[0] * at_least]
    for contender in contenders:
        for count in range(at_least, 0, -1):
            reached[count] |= reached[count - 1] & contender.times
    return reached[at_least]


def is_emergency_level(service: Service, directory: Directory) -> bool:
    """Say whether a service is of the levels of care to which only emergencies belong."""
    return directory.reference.service_types[service.type].level_of_care <= LOWEST_EMERGENCY_LEVEL


def _just_one(times: Iterable[int]) -> int:
    once = twice = 0
    for each in times:
        twice |= once & each
        once |= each
    return once & ~twice

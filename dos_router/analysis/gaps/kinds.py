"""The kinds of gaps, and what of which there is just one in a `single` gap."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from dos_router.analysis.sweep.sweep import Contender
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
    """When, and for whom, a block is a gap of each kind."""

    no_service: int
    upshift: int
    single: int
    border: int

    def of(self, kind: Kind) -> int:
        """Return the times of one kind."""
        return self[CELL_KINDS.index(kind)]


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

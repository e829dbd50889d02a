"""The checks that do not look at the clock, held against a whole gap: what a service lacks, and how that is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from dos_router.analysis.difference_words import ages_words, kilometres_words, listed
from dos_router.analysis.gap_changes.box import GapBox, ages_not_taken
from dos_router.analysis.sweep.cells import Ages, Need
from dos_router.model.ages import AGE_LIMIT_DAYS
from dos_router.model.service import Service
from dos_router.reference import DEFAULT_ROLE

FARTHEST = 99_000  # metres: as far as anybody may ask for (routing.md 1)
CUT = 100  # metres, to which distances are rounded up


class Failure(NamedTuple):
    """A check that a service fails for a gap: how much it lacks, and what says the change that would pass it.

    The size is in minutes of opening, days of age, metres, or how many codes or areas are added.
    """

    check: str
    size: int
    words: Callable[[], str]


def profile_failures(service: Service, needs: tuple[Need, ...]) -> Iterator[Failure]:
    """Yield what a service's profiles lack of some needs, of whose symptom groups it has all."""
    codes = sorted({need.disposition for need in needs} - service.dispositions)
    if codes:
        yield Failure("disposition", len(codes), lambda: f"be profiled for {', '.join(codes)}")
    pairs = sorted(
        {
            f"{need.symptom_group}/{code}"
            for need in needs
            for code in need.discriminators
            if not service.symptoms.has(need.symptom_group, code)
        }
    )
    if pairs:
        yield Failure("discriminator", len(pairs), lambda: f"be profiled for {', '.join(pairs)}")


def person_and_place_failures(service: Service, box: GapBox) -> Iterator[Failure]:
    """Yield what a service's roles, ages, areas and place lack of a gap."""
    if service.roles and DEFAULT_ROLE not in service.roles:
        yield Failure("role", 1, lambda: f"take the role {DEFAULT_ROLE} too")
    ages = ages_not_taken(service, box.finding.ages_days)
    if ages:
        yield Failure("age", _days(ages), lambda: f"take {_ages(ages)} too")
    areas = {area for area in box.areas if area} - service.limited_to if service.limited_to else set()
    if areas:
        yield Failure("area", len(areas), lambda: f"take callers of {listed(areas, '')} too")
    yield from _distance(service, box)


def _distance(service: Service, box: GapBox) -> Iterator[Failure]:
    """Yield how far would have to be searched, where that is further than is."""
    metres = {} if service.point is None else box.metres_to(service.point)
    lacking = [(needed, now) for now, needed in metres.items() if needed > now]
    if lacking:
        needed, now = max(lacking)
        reach = -(-needed // CUT) * CUT
        said = f"be searched for {kilometres_words(reach)} each way (now {kilometres_words(now)})"
        yield Failure("distance", reach, lambda: said)


def _days(ages: Ages) -> int:
    return sum(high - low + 1 for low, high in ages)


def _ages(ages: Ages) -> str:
    open_ended = tuple((low, None if high >= AGE_LIMIT_DAYS - 1 else high) for low, high in ages)
    said = ages_words(open_ended)
    return said if open_ended == ((0, None),) else f"ages {said}"

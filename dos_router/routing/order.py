"""In what order candidates are offered, and how many of a type (routing.md 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dos_router.model.directory import Directory
from dos_router.model.policy import Policy, Ranking
from dos_router.model.service import Service, squared_distance
from dos_router.routing.calendar import Calendar
from dos_router.routing.checks import Search

LAST_RANK = 10
NATIONAL_KEEP = 2

SortKey = tuple[bool, int, int, bool, int, str]


def find_ranking(search: Search) -> Ranking | None:
    """Return the first entry of the policy's ranking whose conditions all hold for the call."""
    return next((entry for entry in search.directory.policy.ranking if _applies(entry, search)), None)


def rank_of(service: Service, ranking: Ranking | None, directory: Directory) -> int:
    """Return the rank of a service's type: the entry's, else the national one, else 10."""
    if ranking is not None and service.type in ranking.ranks:
        return ranking.ranks[service.type]
    return directory.reference.service_types[service.type].national_rank or LAST_RANK


def sort_key(service: Service, search: Search, ranking: Ranking | None) -> SortKey:
    """Return what orders candidates: promoted last, rank, whose it is, distance, id."""
    here = search.directory.commissioners_of(search.request.area)
    squared = squared_distance(search.request.point, service.point) if search.request.point else None
    return (
        is_promoted(service, search),
        rank_of(service, ranking, search.directory),
        _whose(service, search, here),
        squared is None,  # a national telephone service comes after those with a place
        squared or 0,
        service.id,
    )


def is_promoted(service: Service, search: Search) -> bool:
    """Say whether a service is commissioned, but by no commissioner of the place's own area."""
    if search.request.area is None or not service.commissioned_by:
        return False
    return service.commissioned_by.isdisjoint(search.directory.commissioners_of(search.request.area))


def trim(ordered: Iterable[Service], search: Search) -> list[Service]:
    """Keep the first services of each type: as many as the policy, or the national table, allows."""
    kept: list[Service] = []
    taken: Counter[str] = Counter()
    for service in ordered:
        if taken[service.type] < keep_of(service.type, search.directory):
            kept.append(service)
            taken[service.type] += 1
    return kept


def keep_of(kind: str, directory: Directory) -> int:
    """Return how many services of a type are offered."""
    policy: Policy = directory.policy
    national = directory.reference.service_types[kind].keep_per_type or NATIONAL_KEEP
    if kind in policy.keep_by_type:
        return policy.keep_by_type[kind]
    return policy.keep_default if policy.keep_default is not None and national == NATIONAL_KEEP else national


def _applies(entry: Ranking, search: Search) -> bool:
    calendar: Calendar = search.calendar
    return (
        (not entry.areas or search.request.area in entry.areas)
        and (not entry.dispositions or search.disposition in entry.dispositions)
        and (entry.hours is None or calendar.is_open(entry.hours, search.request.at))
    )


def _whose(service: Service, search: Search, here: frozenset[str]) -> int:
    """Return 0 for the caller's own practice, then restricted and commissioned here, commissioned here, the rest."""
    practice = search.request.practice
    if practice is not None and service.ods == practice:
        return 0
    if service.commissioned_by.isdisjoint(here):
        return 3
    return 1 if service.practices else 2

"""How much the services of a type answer the same calls. Overlap is not waste: it is also what stands in."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from dos_router.analysis.gaps.groups import provider_of
from dos_router.analysis.provision.findings import Overlap, Pair
from dos_router.analysis.provision.meetings import Meetings
from dos_router.analysis.provision.queues import Queue, Queues, just_one

SHOWN_PAIRS = 5


def overlaps_of(queues: Queues, meetings: Meetings) -> tuple[Overlap, ...]:
    """Return each type of which several services ever answer, those with most person-hours shared first.

    The share of a pair is the person-hours that both answer over those that either does.
    """
    services: dict[str, set[str]] = defaultdict(set)
    answered: dict[str, float] = defaultdict(float)
    shared: dict[str, float] = defaultdict(float)
    for pool in queues.pools():
        for kind, answering in _by_type(pool).items():
            services[kind] |= answering.keys()
            some = 0
            for times in answering.values():
                some |= times
            answered[kind] += queues.hours(pool, some)
            shared[kind] += queues.hours(pool, some & ~just_one(answering.values()))
    found = [
        Overlap(
            type=kind, services=len(names), answered=answered[kind], shared=shared[kind], pairs=_pairs(names, meetings)
        )
        for kind, names in services.items()
        if len(names) > 1
    ]
    return tuple(sorted(found, key=lambda one: (-one.shared, one.type)))


def answered_and_single(queues: Queues) -> tuple[float, float]:
    """Return the person-hours that anybody answers, and those that one provider alone does."""
    answered = single = 0.0
    for pool in queues.pools():
        some, providers = 0, defaultdict[str, int](int)
        for one in pool.ranked:
            some |= one.times
            providers[provider_of(one.service)] |= one.times
        answered += queues.hours(pool, some)
        single += queues.hours(pool, just_one(providers.values()))
    return answered, single


def _by_type(pool: Queue) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for one in pool.ranked:
        if one.times:
            found[one.service.type][one.service.id] = one.times
    return found


def _pairs(names: set[str], meetings: Meetings) -> tuple[Pair, ...]:
    """Return the pairs of some services that answer the most alike."""
    hours, found = meetings.hours, []
    for first, second in combinations(sorted(names), 2):
        here, there = meetings.place[first], meetings.place[second]
        if common := float(hours[here, there]):
            either = float(hours[here, here]) + float(hours[there, there]) - common
            found.append(Pair(first, second, common / either))
    return tuple(sorted(found, key=lambda one: (-one.share, one.first, one.second))[:SHOWN_PAIRS])

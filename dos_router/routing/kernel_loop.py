"""The hot loop, call by call and service by service: plain Python that numba can compile, and slow without.

It finds what fast_search and fast_order find together, services in the order of their text. Whole numbers
in arrays go in and come out: a row a call and a row a service, whose columns are named below, and tables
with a column a service. Every step is one pass over what a call has left; all of them stand in `STEPS`.
"""

from __future__ import annotations

import numpy as np

from dos_router.routing.compiled.arrays import Flags, Ints, Shorts

# columns of a call: its rows of tables, and limits in minutes from the closing time of a row of hours
REACH, SYMPTOMS, DISPOSITION, CALLER, AGE, TIER, LATE, LATE_LIMIT, NOW, NOW_LIMIT, METRES, PRACTICE = range(12)
# columns of a service
TYPE, ODS, RESTRICTED, HOURS, WAIT, EVER_RED = range(6)
# columns of both
LOCATED, EAST, NORTH = 13, 14, 15
COLUMNS = 16  # four bytes each: what the processor fetches at once

IS_CLOSED, IS_NOT_YET_OPEN, IS_RED = 32, 64, 1  # bits of checks, as in fast_needs
WHOSE = 6  # bits of a tier that say whose a service is
SERVICE, FLAGS = 0, 1  # columns of what a call has left
ONLY_BIT = np.zeros(256, np.int32)  # of a byte with one bit, which
ONLY_BIT[1 << np.arange(8)] = np.arange(8)


def find(  # noqa: PLR0913, PLR0917 - numba reads arrays soonest that are handed over one by one
    calls: Shorts, at: Ints, services: Shorts, keep: Shorts, practice_start: Shorts, practice_service: Shorts,
    red_start: Shorts, red_moment: Ints, red_state: Flags, symptoms: Flags, dispositions: Flags, callers: Flags,
    ages: Flags, tiers: Shorts, opens: Shorts, near_start: Shorts, near: Shorts,
) -> tuple[Ints, Ints, Ints, Shorts]:  # fmt: skip
    """Return how many offers each call has and which, in order; and likewise near misses (service * 8 + check)."""
    offer_counts, miss_counts = np.zeros(len(calls), np.int64), np.zeros(len(calls), np.int64)
    offers, misses = np.empty(len(calls) * 8, np.int64), np.empty(len(calls) * 32, np.int32)
    most = max_length(near_start)
    left, kept, slot = np.empty((most, 2), np.int32), np.empty(len(keep), np.int32), np.zeros(len(keep) + 1, np.int64)
    slot[1:] = np.cumsum(np.minimum(keep, most))
    best, order = np.empty((slot[-1], 3), np.int64), np.empty((slot[-1], 3), np.int64)
    offered = missed = 0
    for place in range(len(calls)):
        call = calls[place]
        nearby = near[near_start[call[REACH]] : near_start[call[REACH] + 1]]
        count = in_reach(call, services, nearby, symptoms[call[SYMPTOMS]], dispositions[call[DISPOSITION]], left)
        count = taken(callers[call[CALLER]], ages[call[AGE]], left, count)
        count = for_patients(call, services, practice_start, practice_service, left, count)
        lay_hours(call, services, opens[call[LATE]], opens[call[NOW]], left, count)
        lay_red(at[place], services, red_start, red_moment, red_state, left, count)
        if missed + count > len(misses):
            misses = np.append(misses, np.empty(len(misses) + most, np.int32))
        if offered + count > len(offers):
            offers = np.append(offers, np.empty(len(offers) + most, np.int64))
        miss_counts[place] = just_missed(left, count, misses[missed:])
        missed += miss_counts[place]
        best_of_types(call, services, tiers[call[TIER]], left, count, slot, kept, best)
        count = in_order(slot, kept, best, order)
        offers[offered : offered + count] = order[:count, 2]
        offer_counts[place] = count
        offered += count
    return offer_counts, offers[:offered], miss_counts, misses[:missed]


def max_length(starts: Shorts) -> int:
    """Return the length of the longest list."""
    most = 0
    for place in range(len(starts) - 1):
        most = max(most, starts[place + 1] - starts[place])
    return most


def in_reach(call: Shorts, services: Shorts, nearby: Shorts, symptoms: Flags, disposition: Flags, left: Shorts) -> int:
    """Leave the services that lie within the square of the call and fail what is asked in one check at most.

    Each is written down and counted only if it stays: sooner than to guess whether it will.
    """
    east, north, metres, count = call[EAST], call[NORTH], call[METRES], 0
    for service in nearby:
        flags = np.int64(symptoms[service]) | np.int64(disposition[service])
        if flags & (flags - 1) == 0:
            far = (abs(services[service, EAST] - east) > metres) | (abs(services[service, NORTH] - north) > metres)
            left[count, SERVICE], left[count, FLAGS] = service, flags
            count += (services[service, LOCATED] == 0) | (not far)
    return count


def taken(caller: Flags, age: Flags, left: Shorts, count: int) -> int:
    """Leave those that fail at most one check of need, caller and age."""
    fewer = 0
    for place in range(count):
        service = left[place, SERVICE]
        flags = left[place, FLAGS] | caller[service] | age[service]
        left[fewer, SERVICE], left[fewer, FLAGS] = service, flags
        fewer += flags & (flags - 1) == 0
    return fewer


def for_patients(
    call: Shorts, services: Shorts, practice_start: Shorts, practice_service: Shorts, left: Shorts, count: int
) -> int:  # fmt: skip
    """Leave out those that are for the patients of other practices."""
    practice, fewer = call[PRACTICE], 0
    for place in range(count):
        service = left[place, SERVICE]
        keeps = services[service, RESTRICTED] == 0
        if not keeps and practice >= 0:
            for own in range(practice_start[practice], practice_start[practice + 1]):
                keeps = keeps or practice_service[own] == service
        if keeps:
            left[fewer, SERVICE], left[fewer, FLAGS] = service, left[place, FLAGS]
            fewer += 1
    return fewer


def lay_hours(call: Shorts, services: Shorts, late: Shorts, now: Shorts, left: Shorts, count: int) -> None:
    """Flag those that are closed throughout the window, or closed when they have to be open."""
    late_limit, now_limit = call[LATE_LIMIT], call[NOW_LIMIT]
    for place in range(count):
        service = left[place, SERVICE]
        hours, wait = services[service, HOURS], services[service, WAIT]
        left[place, FLAGS] |= IS_CLOSED * (late[hours] > late_limit)
        if wait >= 0 and now[hours] > now_limit + wait:
            left[place, FLAGS] |= IS_NOT_YET_OPEN


def lay_red(
    at: int, services: Shorts, red_start: Shorts, red_moment: Ints, red_state: Flags, left: Shorts, count: int
) -> None:  # fmt: skip
    """Flag those that are red at a moment: by their last change until then, if there is one."""
    for place in range(count):
        service = left[place, SERVICE]
        if services[service, EVER_RED]:
            red = False
            for change in range(red_start[service], red_start[service + 1]):
                if red_moment[change] <= at:
                    red = red_state[change] > 0
            if red:
                left[place, FLAGS] |= IS_RED


def just_missed(left: Shorts, count: int, misses: Shorts) -> int:
    """Write down those that fail one check, and return how many they are."""
    found = 0
    for place in range(count):
        flags = left[place, FLAGS]
        misses[found] = left[place, SERVICE] * 8 + ONLY_BIT[flags]
        found += (flags > 0) & (flags & (flags - 1) == 0)
    return found


def best_of_types(
    call: Shorts, services: Shorts, tiers: Shorts, left: Shorts, count: int, slot: Ints, kept: Shorts, best: Ints
) -> None:
    """Keep the best of each type among those that fail none: `kept[type]` rows of `best` from `slot[type]` on."""
    kept[:] = 0
    for place in range(count):
        if left[place, FLAGS] == 0:
            service = left[place, SERVICE]
            tier, squared = int(tiers[service]), 0
            if call[PRACTICE] >= 0 and services[service, ODS] == call[PRACTICE]:
                tier &= ~WHOSE
            if services[service, LOCATED] and call[LOCATED]:
                east = int(call[EAST]) - int(services[service, EAST])
                north = int(call[NORTH]) - int(services[service, NORTH])
                squared = east * east + north * north
            kind = services[service, TYPE]
            first, end = slot[kind], slot[kind] + kept[kind]
            if end < slot[kind + 1]:
                kept[kind] += 1
                insert(best, first, end, tier, squared, service)
            elif is_before(tier, squared, service, best, end - 1):
                insert(best, first, end - 1, tier, squared, service)


def in_order(slot: Ints, kept: Shorts, best: Ints, order: Ints) -> int:
    """Sort the best of all types into one list; return how many they are."""
    found = 0
    for kind in range(len(kept)):
        for place in range(slot[kind], slot[kind] + kept[kind]):
            insert(order, 0, found, best[place, 0], best[place, 1], best[place, 2])
            found += 1
    return found


def insert(order: Ints, first: int, place: int, tier: int, squared: int, service: int) -> None:
    """Put a service where it belongs in the order from `first` on, moving up those that follow it, to `place`."""
    while place > first and is_before(tier, squared, service, order, place - 1):
        for column in range(3):
            order[place, column] = order[place - 1, column]
        place -= 1
    order[place, 0], order[place, 1], order[place, 2] = tier, squared, service


def is_before(tier: int, squared: int, service: int, order: Ints, place: int) -> bool:
    """Say whether a service is offered before one of the order: by tier, squared distance and place of its id."""
    if tier != order[place, 0]:
        return bool(tier < order[place, 0])
    if squared != order[place, 1]:
        return bool(squared < order[place, 1])
    return bool(service < order[place, 2])


STEPS = (
    *(max_length, in_reach, taken, for_patients, lay_hours, lay_red, just_missed),
    *(best_of_types, in_order, insert, is_before),
)

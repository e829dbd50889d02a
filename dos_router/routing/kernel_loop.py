"""The hot loop, call by call and service by service: plain Python that numba can compile, and slow without.

It finds what fast_search and fast_order find together, near misses in the order of their text. Whole numbers
in arrays go in and come out: a row a call and a row a service, whose columns are named below, and tables
with a column a service. Services are numbered by where they lie (kernel_tables), so that those within reach
of a call are a few runs of numbers, and what is laid over them is laid over many at once by the processor.
Every step is one pass over what a call has left; all of them stand in `STEPS`.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from dos_router.routing.compiled.arrays import Flags, Ints, Shorts

Rows: TypeAlias = tuple[Flags, Flags, Flags, Flags]  # what symptoms, disposition, caller and age make of each service
Points: TypeAlias = tuple[Shorts, Shorts]  # of each service, in metres east and north

# columns of a call: its rows of tables, and limits in minutes from the closing time of a row of hours
REACH, SYMPTOMS, DISPOSITION, CALLER, AGE, TIER, LATE, LATE_LIMIT, NOW, NOW_LIMIT, METRES, PRACTICE = range(12)
LOCATED, EAST, NORTH = 12, 13, 14
COLUMNS_OF_A_CALL = 16  # four bytes each: what the processor fetches at once
# columns of a service: its place among all ids, and among their texts
ID, TEXT, TYPE, ODS, HOURS, WAIT, EVER_RED = range(7)
COLUMNS_OF_A_SERVICE = 8

IS_CLOSED, IS_NOT_YET_OPEN, IS_RED, IS_OUTSIDE = 32, 64, 1, 255  # bits of checks, as in fast_needs
WHOSE = 6  # bits of a tier that say whose a service is
ANYWHERE = 2**30  # metres: further than any two places
FIRST, END, IS_PLACED = 0, 1, 2  # columns of a run of services
SERVICE, FLAGS = 0, 1  # columns of what a call has left
ONLY_BIT = np.zeros(256, np.int32)  # of a byte with one bit, which
ONLY_BIT[1 << np.arange(8)] = np.arange(8)
WORD = 32  # near misses that are marked in one number
_SEQUENCE, _FIVE_BITS, _WHOLE = 0x077CB531, 27, 2**32 - 1  # each five bits of the sequence are there once
LOWEST_BIT = np.zeros(WORD, np.int64)  # of a number with one bit, which, by the five bits that it brings to the top
LOWEST_BIT[((_SEQUENCE << np.arange(WORD)) & _WHOLE) >> _FIVE_BITS] = np.arange(WORD)


def find(  # noqa: PLR0913, PLR0917 - numba reads arrays soonest that are handed over one by one
    calls: Shorts, at: Ints, services: Shorts, east: Shorts, north: Shorts, restricted: Flags, keep: Shorts,
    practice_start: Shorts, practice_service: Shorts, red_start: Shorts, red_moment: Ints, red_state: Flags,
    symptoms: Flags, dispositions: Flags, callers: Flags, ages: Flags, tiers: Shorts, opens: Shorts,
    near_start: Shorts, near: Shorts,
) -> tuple[Ints, Shorts, Ints, Shorts]:  # fmt: skip
    """Return how many offers each call has and which, in order; and likewise near misses (id * 8 + check)."""
    offer_counts, miss_counts = np.zeros(len(calls), np.int64), np.zeros(len(calls), np.int64)
    offers, misses = np.empty(len(calls) * 8, np.int32), np.empty(len(calls) * 128, np.int32)
    most, points = len(services), (east, north)
    left, flags = np.empty((most + 1, 2), np.int32), np.empty(most, np.uint8)
    marked, told = np.zeros(most // WORD + 1, np.int64), np.empty((most // WORD + 1) * WORD, np.int32)
    kept, slot = np.empty(len(keep), np.int32), np.zeros(len(keep) + 1, np.int64)
    slot[1:] = np.cumsum(np.minimum(keep, most))
    best, order = np.empty((slot[-1], 3), np.int64), np.empty((slot[-1], 3), np.int64)
    offered = missed = 0
    for place in range(len(calls)):
        call = calls[place]
        rows = symptoms[call[SYMPTOMS]], dispositions[call[DISPOSITION]], callers[call[CALLER]], ages[call[AGE]]
        nearby = near[near_start[call[REACH]] : near_start[call[REACH] + 1]]
        count = in_reach(call, rows, points, restricted, nearby, flags, left)
        count = own_patients(call, rows, points, (practice_start, practice_service), left, count)
        lay_hours(call, services, opens[call[LATE]], opens[call[NOW]], left, count)
        lay_red(at[place], services, (red_start, red_moment, red_state), left, count)
        if missed + count > len(misses):
            misses = np.append(misses, np.empty(len(misses) + most, np.int32))
        if offered + count > len(offers):
            offers = np.append(offers, np.empty(len(offers) + most, np.int32))
        count = part_ways(services, left, count, marked, told)
        miss_counts[place] = just_missed(marked, told, misses[missed:])
        missed += miss_counts[place]
        best_of_types(call, services, points, tiers[call[TIER]], left[:count], (slot, kept, best))
        count = in_order(slot, kept, best, order)
        for one in range(count):
            offers[offered + one] = order[one, 2]
        offer_counts[place] = count
        offered += count
    return offer_counts, offers[:offered], miss_counts, misses[:missed]


def in_reach(
    call: Shorts, rows: Rows, points: Points, restricted: Flags, nearby: Shorts, flags: Flags, left: Shorts
) -> int:  # fmt: skip
    """Leave the services for all patients that lie within the square and fail one check of need, caller and age."""
    count = 0
    for run in range(len(nearby)):
        first, end = nearby[run, FIRST], nearby[run, END]
        metres = call[METRES] if nearby[run, IS_PLACED] else ANYWHERE
        said = rows[0][first:end], rows[1][first:end], rows[2][first:end], rows[3][first:end], restricted[first:end]
        lay(call, metres, points[0][first:end], points[1][first:end], said, flags)
        count = pick(first, end - first, flags, left, count)
    return count


def lay(
    call: Shorts, metres: int, east: Shorts, north: Shorts, said: tuple[Flags, Flags, Flags, Flags, Flags], flags: Flags
) -> None:  # fmt: skip
    """Lay over one another what is said of a run of services, and whether they are out of reach."""
    here_east, here_north = call[EAST], call[NORTH]
    symptoms, disposition, caller, age, shut = said
    for one in range(len(east)):
        far = (abs(east[one] - here_east) > metres) | (abs(north[one] - here_north) > metres)
        all_that = symptoms[one] | disposition[one] | caller[one] | age[one] | shut[one]
        flags[one] = IS_OUTSIDE if far else all_that


def pick(first: int, length: int, flags: Flags, left: Shorts, count: int) -> int:
    """Leave those of a run that fail one check at most.

    Each is written down and counted only if it stays: sooner than to guess whether it will.
    """
    for one in range(length):
        said = np.int32(flags[one])
        left[count, SERVICE], left[count, FLAGS] = first + one, said
        count += (said & (said - 1)) == 0
    return count


def own_patients(
    call: Shorts, rows: Rows, points: Points, patients: tuple[Shorts, Shorts], left: Shorts, count: int
) -> int:  # fmt: skip
    """Leave also those services that are for the patients of some practices, the caller's among them."""
    starts, services = patients
    if call[PRACTICE] >= 0:
        for own in range(starts[call[PRACTICE]], starts[call[PRACTICE] + 1]):
            service, metres = services[own, 0], call[METRES] if services[own, 1] else ANYWHERE
            far = (abs(points[0][service] - call[EAST]) > metres) | (abs(points[1][service] - call[NORTH]) > metres)
            said = np.int32(rows[0][service] | rows[1][service] | rows[2][service] | rows[3][service])
            left[count, SERVICE], left[count, FLAGS] = service, said
            count += ((said & (said - 1)) == 0) & (not far)
    return count


def lay_hours(call: Shorts, services: Shorts, late: Shorts, now: Shorts, left: Shorts, count: int) -> None:
    """Flag those that are closed throughout the window, or closed when they have to be open."""
    late_limit, now_limit = call[LATE_LIMIT], call[NOW_LIMIT]
    for place in range(count):
        service = left[place, SERVICE]
        hours, wait = services[service, HOURS], services[service, WAIT]
        left[place, FLAGS] |= IS_CLOSED * (late[hours] > late_limit)
        if wait >= 0 and now[hours] > now_limit + wait:
            left[place, FLAGS] |= IS_NOT_YET_OPEN


def lay_red(at: int, services: Shorts, reds: tuple[Shorts, Ints, Flags], left: Shorts, count: int) -> None:
    """Flag those that are red at a moment: by their last change until then, if there is one."""
    starts, moments, states = reds
    for place in range(count):
        service = left[place, SERVICE]
        if services[service, EVER_RED]:
            red = False
            for change in range(starts[service], starts[service + 1]):
                if moments[change] <= at:
                    red = states[change] > 0
            if red:
                left[place, FLAGS] |= IS_RED


def part_ways(services: Shorts, left: Shorts, count: int, marked: Ints, told: Shorts) -> int:
    """Mark those that fail one check, leave those that fail none, and return how many these are."""
    passed = 0
    for place in range(count):
        service, flags = left[place, SERVICE], left[place, FLAGS]
        text = np.int64(services[service, TEXT])
        only = np.int64((flags > 0) & (flags & (flags - 1) == 0))
        marked[text // WORD] |= only << (text % WORD)
        told[text] = services[service, ID] * 8 + ONLY_BIT[flags]
        left[passed, SERVICE] = service
        passed += flags == 0
    return passed


def just_missed(marked: Ints, told: Shorts, misses: Shorts) -> int:
    """Write down what is marked, in the order of the texts, and return how many they are; none is marked then.

    Each is a bit, and bits are read from the first to the last: sooner than sorting.
    """
    found = 0
    for word in range(len(marked)):
        bits = marked[word]
        while bits:
            low = bits & -bits
            misses[found] = told[word * WORD + LOWEST_BIT[((_SEQUENCE * low) & _WHOLE) >> _FIVE_BITS]]
            found += 1
            bits ^= low
        marked[word] = 0
    return found


def best_of_types(
    call: Shorts, services: Shorts, points: Points, tiers: Shorts, passed: Shorts, slots: tuple[Ints, Shorts, Ints]
) -> None:  # fmt: skip
    """Keep the best of each type among those that passed: `kept[type]` rows of `best` from `slot[type]` on."""
    slot, kept, best = slots
    kept[:] = 0
    for place in range(len(passed)):
        service = passed[place, SERVICE]
        name, tier, squared = services[service, ID], int(tiers[service]), 0
        if call[PRACTICE] >= 0 and services[service, ODS] == call[PRACTICE]:
            tier &= ~WHOSE
        if tier & 1 == 0 and call[LOCATED]:
            over, up = int(call[EAST]) - int(points[0][service]), int(call[NORTH]) - int(points[1][service])
            squared = over * over + up * up
        kind = services[service, TYPE]
        first, end = slot[kind], slot[kind] + kept[kind]
        if end < slot[kind + 1]:
            kept[kind] += 1
            insert(best, first, end, tier, squared, name)
        elif is_before(tier, squared, name, best, end - 1):
            insert(best, first, end - 1, tier, squared, name)


def in_order(slot: Ints, kept: Shorts, best: Ints, order: Ints) -> int:
    """Sort the best of all types into one list; return how many they are."""
    found = 0
    for kind in range(len(kept)):
        for place in range(slot[kind], slot[kind] + kept[kind]):
            insert(order, 0, found, best[place, 0], best[place, 1], best[place, 2])
            found += 1
    return found


def insert(order: Ints, first: int, place: int, tier: int, squared: int, name: int) -> None:
    """Put a service where it belongs in the order from `first` on, moving up those that follow it, to `place`."""
    while place > first and is_before(tier, squared, name, order, place - 1):
        for column in range(3):
            order[place, column] = order[place - 1, column]
        place -= 1
    order[place, 0], order[place, 1], order[place, 2] = tier, squared, name


def is_before(tier: int, squared: int, name: int, order: Ints, place: int) -> bool:
    """Say whether a service is offered before one of the order: by tier, squared distance and place of its id."""
    if tier != order[place, 0]:
        return bool(tier < order[place, 0])
    if squared != order[place, 1]:
        return bool(squared < order[place, 1])
    return bool(name < order[place, 2])


STEPS = (
    *(in_reach, lay, pick, own_patients, lay_hours, lay_red, part_ways, just_missed),
    *(best_of_types, in_order, insert, is_before),
)

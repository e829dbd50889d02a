"""The catch-all call by call, over departments from the nearest on: plain Python that numba can compile."""

from __future__ import annotations

import numpy as np

from dos_router.routing.compiled.arrays import Flags, Ints, Shorts

# columns of a call: its list of departments, its row of ages, the bits of its sex, its row of hours and their limit
NEAR, AGE, SEX, NOW, NOW_LIMIT = range(5)
COLUMNS_OF_A_CALL = 5
ID, HOURS, SEXES = range(3)  # columns of a department
COLUMNS_OF_A_DEPARTMENT = 3
OFFERED = 2


def catch(
    calls: Shorts, departments: Shorts, near_start: Ints, near: Shorts, ages: Flags, opens: Shorts
) -> tuple[Ints, Shorts]:  # fmt: skip
    """Return how many departments each call is told and which: those that are open and take the caller first."""
    counts, found = np.zeros(len(calls), np.int64), np.empty(len(calls) * OFFERED, np.int32)
    spare, reached = np.empty(OFFERED, np.int32), 0
    for place in range(len(calls)):
        call = calls[place]
        sure = doubtful = 0
        for one in range(near_start[call[NEAR]], near_start[call[NEAR] + 1]):
            department = near[one]
            name, hours = departments[department, ID], departments[department, HOURS]
            takes_sex = departments[department, SEXES] & call[SEX] == call[SEX]
            closed = opens[call[NOW], hours] > call[NOW_LIMIT]
            if not closed and takes_sex and ages[call[AGE], department] == 0:
                found[reached + sure] = name
                sure += 1
                if sure == OFFERED:
                    break
            elif doubtful < OFFERED:
                spare[doubtful] = name
                doubtful += 1
        count = min(sure + doubtful, OFFERED)
        for one in range(sure, count):
            found[reached + one] = spare[one - sure]
        counts[place] = count
        reached += count
    return counts, found[:reached]

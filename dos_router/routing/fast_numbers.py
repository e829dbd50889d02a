"""Small tools on arrays of whole numbers, which every step of the fast engine uses."""

from __future__ import annotations

import numpy as np

from dos_router.routing.compiled.arrays import Array, Ints

_SPARE = 1_024  # numbers of a range that cost less than sorting


def expand(starts: Ints, counts: Ints) -> Ints:
    """Return start, start + 1, … for each start, as many as its count, one after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - counts), counts) + np.arange(total, dtype=np.int64)


def distinct(values: Array) -> tuple[Ints, Ints]:
    """Return the distinct numbers in order, and each value's place among them; without sorting where they lie close."""
    if not len(values):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    low = int(values.min())
    span = int(values.max()) - low + 1
    if span > 4 * len(values) + _SPARE:
        found, places = np.unique(values, return_inverse=True)
        return found.astype(np.int64), places.astype(np.int64)
    present = np.zeros(span, bool)
    present[values - low] = True
    numbers = np.cumsum(present) - 1
    return np.flatnonzero(present) + low, numbers[values - low]

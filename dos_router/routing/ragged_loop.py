"""Lists of whole numbers put in another order: plain Python that numba can compile."""

from __future__ import annotations

import numpy as np

from dos_router.routing.compiled.arrays import Ints, Shorts


def put_in_order(starts: Ints, counts: Ints, values: Shorts) -> Shorts:
    """Return lists one after the other: `counts[n]` values from `starts[n]` on."""
    found, reached = np.empty(counts.sum(), np.int32), 0
    for place in range(len(starts)):
        start = starts[place]
        for step in range(counts[place]):
            found[reached + step] = values[start + step]
        reached += counts[place]
    return found

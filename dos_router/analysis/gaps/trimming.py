"""Leaves out of a cover what says nothing that its other boxes do not say."""

from __future__ import annotations

import numpy as np

from dos_router.analysis.gaps.tensor import SIDES, Sides, Truths, Weights


def without_needless(cells: Truths, boxes: list[Sides]) -> list[Sides]:
    """Return boxes without those whose every cell another box holds too, the smallest tried first."""
    held = np.zeros(cells.shape, dtype=np.int32)
    for box in boxes:
        held[np.ix_(*box)] += 1
    needed = set(range(len(boxes)))
    for number in sorted(needed, key=lambda one: (np.prod([len(side) for side in boxes[one]]), one)):
        here = np.ix_(*boxes[number])
        if (held[here] > 1).all():
            held[here] -= 1
            needed.discard(number)
    return [boxes[number] for number in sorted(needed)]


def without_repeats(cells: Truths, boxes: list[Sides], weights: Weights) -> list[Sides]:
    """Return boxes, those first that add most weight, each cut down to where it adds something.

    A value of a side goes when earlier boxes hold all of the box's cells that have it. So little is
    told twice, and few boxes tell most.
    """
    left = np.where(cells, weights, 0.0)
    waiting, cut = list(boxes), list[Sides]()
    while waiting:
        added = [float(left[np.ix_(*box)].sum()) for box in waiting]
        box = waiting.pop(added.index(max(added)))
        here = np.ix_(*box)
        adding = left[here] > 0
        cut.append(tuple(values[_along(adding, side)] for side, values in enumerate(box)))
        left[here] = 0.0
    return cut


def _along(adding: Truths, side: int) -> Truths:
    """Return for each value of a side whether any cell that has it adds something."""
    return np.asarray(adding.any(axis=tuple(other for other in range(SIDES) if other != side)))

"""A lower bound on boxes: cells of which no two can lie in one box, each of which so needs its own."""

from __future__ import annotations

import numpy as np

from dos_router.analysis.gaps.growth import by_room
from dos_router.analysis.gaps.tensor import SIDES, Numbers, Truths


def find_fooling_set(cells: Truths) -> list[Numbers]:
    """Return cells, as indices of each side, no two of which can lie in one box; as many as are easily found."""
    free = cells.copy()
    found: list[Numbers] = []
    for cell in by_room(cells):
        if free[tuple(cell)]:
            found.append(cell)
            here, together = _together(cells, cell)
            free[here] &= ~together
    return found


def _together(cells: Truths, cell: Numbers) -> tuple[tuple[Numbers, ...], Truths]:
    """Return where the cells are that can lie in one box with a cell: a part of the array, and its truths.

    Two cells can when all cells are there that take each coordinate from the one or the other. Only
    along the cell's own lines can one be changed alone, so that all others need not be looked at.
    """
    index = tuple(cell)
    lines = [cells[(*index[:side], slice(None), *index[side + 1 :])].nonzero()[0] for side in range(SIDES)]
    here = np.ix_(*lines)
    truths = cells[here]
    for side in range(SIDES):
        own = int(np.searchsorted(lines[side], index[side]))
        truths = truths & truths.take([own], axis=side)
    return here, truths

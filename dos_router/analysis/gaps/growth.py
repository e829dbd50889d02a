"""Grows boxes over gap cells: from the cells with least room first, each as far as it covers most.

A box is grown from a cell by its lines: along one side, the flexible one, it begins with all that its
cell's line has, and may lose of that for what it gains along the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from dos_router.analysis.gaps.tensor import SIDES, Numbers, Sides, Truths

TIMES, PLACES, NEEDS = 4, 1, 0
FLEXIBLE = (TIMES, PLACES, NEEDS)  # sides along which a box may be traded for more along others

Counts = npt.NDArray[np.float64]


def grow_boxes(cells: Truths) -> list[Sides]:
    """Return boxes, as indices of each side, that cover exactly these cells; some may be needless."""
    left = cells.copy()
    views = [(side, np.ascontiguousarray(np.moveaxis(cells, side, -1))) for side in FLEXIBLE]
    boxes: list[Sides] = []
    for seed in by_room(cells):
        if left[tuple(seed)]:
            grown = [
                _grow(view, np.moveaxis(left, side, -1), np.delete(seed, side), int(seed[side])) for side, view in views
            ]
            gains = [gain for gain, _, _ in grown]
            best = gains.index(max(gains))
            _, others, flexible = grown[best]
            others.insert(FLEXIBLE[best], flexible)
            boxes.append(tuple(others))
            left[np.ix_(*boxes[-1])] = False
    return boxes


def by_room(cells: Truths) -> npt.NDArray[np.intp]:
    """Return all cells, those first whose lines along the sides hold the fewest others."""
    where = np.argwhere(cells)
    room = np.ones(len(where))
    for side in range(SIDES):
        line = cells.sum(axis=side, keepdims=True)
        index = where.copy()
        index[:, side] = 0
        room *= line[tuple(index.T)]
    return where[np.argsort(room, kind="stable")]


def _grow(cells: Truths, left: Truths, seed: Numbers, place: int) -> tuple[float, list[Numbers], Numbers]:
    """Grow a box whose last side is flexible; return how many cells left it covers, and its sides."""
    growing = _Growing(cells, left, seed, place)
    while growing.step():
        pass
    return growing.covered, [np.flatnonzero(side) for side in growing.sides], np.flatnonzero(growing.flexible)


@dataclass(slots=True)
class _Growing:
    """A box as it grows: the values taken of the first sides, and what of the last all of them share.

    For each value of a side, `shared` is what of the last side is there for all of the box along the
    other sides, and `gained` how many cells left to cover each place of the last side would add.
    """

    cells: Truths
    left: Truths
    seed: Numbers
    place: int
    sides: list[Truths] = field(init=False)
    flexible: Truths = field(init=False)
    inside: Counts = field(init=False)
    shared: list[Truths] = field(init=False)
    gained: list[Counts] = field(init=False)

    def __post_init__(self) -> None:
        here = tuple(self.seed)
        self.sides = [np.arange(size) == value for size, value in zip(self.cells.shape[:-1], here, strict=True)]
        self.flexible = self.cells[here].copy()
        self.inside = self.left[here].astype(np.float64)
        lines = [tuple(slice(None) if side == one else value for one, value in enumerate(here)) for side in range(4)]
        self.shared = [self.cells[line].copy() for line in lines]
        self.gained = [self.left[line].astype(np.float64) for line in lines]

    @property
    def covered(self) -> float:
        """Return how many cells left to cover the box holds."""
        return float(self.inside[self.flexible].sum())

    def step(self) -> bool:
        """Take the values that gain most, all of one side; say whether there were any worth it."""
        best: tuple[float, int, int, Numbers, Truths] | None = None
        for side in range(len(self.sides)):
            found = self._best_along(side)
            if found and (best is None or found[:2] > best[:2]):
                best = found
        if best is None:
            return False
        gain, loses_nothing, side, values, flexible = best
        if gain < self.covered or (gain == self.covered and not loses_nothing):
            return False
        self._take(side, values, flexible)
        return True

    def _best_along(self, side: int) -> tuple[float, int, int, Numbers, Truths] | None:
        """Return the gain of the best new value of a side, with all that then come without further loss."""
        shared = self.shared[side] & self.flexible
        values = np.flatnonzero(shared[:, self.place] & ~self.sides[side])
        if not len(values):
            return None
        kept = shared[values].astype(np.float64)
        comes_too = kept @ (1.0 - kept.T) == 0  # all that the first keeps, the second has
        gains = kept @ self.inside + (comes_too * (kept @ self.gained[side][values].T)).sum(axis=1)
        best = int(gains.argmax())
        flexible = shared[values[best]]
        return float(gains[best]), int((flexible == self.flexible).all()), side, values[comes_too[best]], flexible

    def _take(self, side: int, values: Numbers, flexible: Truths) -> None:
        self.flexible = flexible
        self.inside = self.inside + self.gained[side][values].sum(axis=0)
        for other in range(len(self.sides)):
            if other != side:
                index = [np.flatnonzero(each) for each in self.sides]
                index[side], index[other] = values, np.arange(self.cells.shape[other])
                here, across = np.ix_(*index), tuple(one for one in range(4) if one != other)
                self.shared[other] &= self.cells[here].all(axis=across)
                self.gained[other] += self.left[here].sum(axis=across)
        self.sides[side][values] = True

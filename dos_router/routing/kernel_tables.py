"""What the compiled loop looks into and what grows with the calls: rows of what was asked, lists of what is near."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dos_router.routing.compiled.arrays import Array, Compiled, Shorts
from dos_router.routing.fast_calls import Calls

CELL = 4_000  # metres: calls of one square look at the same services
MOST_CELLS = 2**25  # of what grows, before it is forgotten
_FEWEST_ROWS = 64
_BITS = 21  # of a square's place, a little more than any grid's, and of a distance in metres
_OFFSET, _MASK = 2 ** (_BITS - 1), 2**_BITS - 1


@dataclass(slots=True)
class Rows:
    """A table that gains a row with everything new that is asked."""

    make: Callable[[Any], Array]
    table: Array
    _places: dict[Hashable, int] = field(default_factory=dict)

    def places(self, keys: Sequence[Hashable]) -> Shorts:
        """Return the row of each key; those of earlier calls are forgotten first where all would be too many."""
        if (len(self._places) + len(keys)) * self.table.shape[1] > MOST_CELLS:
            self._places.clear()
        return np.fromiter((self._place(key) for key in keys), np.int32, len(keys))

    def _place(self, key: Hashable) -> int:
        if key not in self._places:
            place = self._places[key] = len(self._places)
            if place == len(self.table):
                added = np.empty((max(place, _FEWEST_ROWS), self.table.shape[1]), self.table.dtype)
                self.table = np.vstack([self.table, added])
            self.table[place] = self.make(key)
        return self._places[key]


@dataclass(slots=True)
class Near:
    """Which services calls of a square might reach, in the order of their text: `services[starts[n]:starts[n + 1]]`."""

    compiled: Compiled
    starts: Shorts = field(init=False)
    services: Shorts = field(init=False)
    _places: dict[int, int] = field(default_factory=dict)
    _in_text_order: Shorts = field(init=False)

    def __post_init__(self) -> None:
        """Begin with no lists."""
        self._in_text_order = np.argsort(self.compiled.services.text_order).astype(np.int32)
        self._forget()

    def places(self, calls: Calls) -> Shorts:
        """Return the list of each call, by its square and how far it searches."""
        if len(self.services) > MOST_CELLS:
            self._forget()
        east, north = (each.astype(np.int64) // CELL + _OFFSET for each in (calls.easting, calls.northing))
        keys = (east << _BITS | north) << _BITS | np.minimum(calls.metres, _MASK)
        known, places = np.unique(keys, return_inverse=True)
        self._add([key for key in known.tolist() if key not in self._places])
        return np.fromiter((self._places[key] for key in known.tolist()), np.int32, len(known))[places]

    def _forget(self) -> None:
        self._places.clear()
        self.starts, self.services = np.zeros(1, np.int32), np.empty(0, np.int32)

    def _add(self, keys: Sequence[int]) -> None:
        lists = [self._list(key) for key in keys]
        ends = self.starts[-1] + np.cumsum([len(each) for each in lists], dtype=np.int64)
        self._places.update(zip(keys, range(len(self._places), len(self._places) + len(keys)), strict=True))
        self.starts = np.concatenate([self.starts, ends]).astype(np.int32)
        self.services = np.concatenate([self.services, *lists])

    def _list(self, key: int) -> Shorts:
        arrays, metres = self.compiled.services, key & _MASK
        near = np.ones(len(arrays.located), bool)
        for shift, there in ((2 * _BITS, arrays.easting), (_BITS, arrays.northing)):
            low = ((key >> shift & _MASK) - _OFFSET) * CELL
            near &= (there >= low - metres) & (there < low + CELL + metres)
        return self._in_text_order[(near | ~arrays.located)[self._in_text_order]]

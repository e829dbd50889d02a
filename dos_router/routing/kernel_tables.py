"""What the compiled loop looks into: services numbered by where they lie, what was asked of them, what is near."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from dos_router.routing.compiled.arrays import Array, Compiled, Ints, Shorts
from dos_router.routing.fast_calls import Calls

CELL = 4_000  # metres: calls of one square look at the same runs of services
STRIP = 8_000  # metres: how far services of one run lie apart from south to north at most
MOST_BYTES = 2**25  # of each table that grows, before it is forgotten
_FEWEST_ROWS = 64
_BITS = 21  # of a square's place, a little more than any grid's, and of a distance in metres
_OFFSET, _MASK = 2 ** (_BITS - 1), 2**_BITS - 1


class Strips(NamedTuple):
    """Services numbered by where they lie, those that are never searched for left out.

    `services` gives the place of each by its id: strip by strip from south to north, in a strip from west to
    east, and after the first `placed` those without a place. `strip` and `east` (metres) are of the placed.
    """

    services: Ints
    placed: int
    strip: Ints
    east: Ints


def strips_of(compiled: Compiled) -> Strips:
    """Return the services of a directory, numbered."""
    arrays = compiled.services
    strip = arrays.northing.astype(np.int64) // STRIP
    order = np.lexsort((arrays.easting, strip, ~arrays.located))
    order = order[arrays.searchable[order]]
    placed = order[arrays.located[order]]
    return Strips(order, len(placed), strip[placed], arrays.easting[placed].astype(np.int64))


@dataclass(slots=True)
class Rows:
    """A table that gains a row with everything new that is asked."""

    make: Callable[[Any], Array]
    table: Array
    _places: dict[Hashable, int] = field(default_factory=dict)

    def places(self, keys: Sequence[Hashable]) -> Shorts:
        """Return the row of each key; those of earlier calls are forgotten first where all would be too many."""
        added = len(set(keys) - self._places.keys())
        if added and (len(self._places) + added) * self.table.itemsize * self.table.shape[1] > MOST_BYTES:
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
    """Which services calls of a square might reach: `runs[starts[n]:starts[n + 1]]`, each (first, end, is placed)."""

    strips: Strips
    starts: Shorts = field(init=False)
    runs: Shorts = field(init=False)
    _places: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with no runs."""
        self._forget()

    def places(self, calls: Calls) -> Shorts:
        """Return the runs of each call, by its square and how far it searches."""
        if self.runs.nbytes > MOST_BYTES:
            self._forget()
        east, north = (each.astype(np.int64) // CELL + _OFFSET for each in (calls.easting, calls.northing))
        keys = (east << _BITS | north) << _BITS | np.minimum(calls.metres, _MASK)
        known, places = np.unique(keys, return_inverse=True)
        self._add([key for key in known.tolist() if key not in self._places])
        return np.fromiter((self._places[key] for key in known.tolist()), np.int32, len(known))[places]

    def _forget(self) -> None:
        self._places.clear()
        self.starts, self.runs = np.zeros(1, np.int32), np.empty((0, 3), np.int32)

    def _add(self, keys: Sequence[int]) -> None:
        found = [list(self._runs(key)) for key in keys]
        ends = self.starts[-1] + np.cumsum([len(each) for each in found], dtype=np.int64)
        self._places.update(zip(keys, range(len(self._places), len(self._places) + len(keys)), strict=True))
        self.starts = np.concatenate([self.starts, ends]).astype(np.int32)
        added = np.array([run for each in found for run in each], np.int32).reshape(-1, 3)
        self.runs = np.concatenate([self.runs, added])

    def _runs(self, key: int) -> Iterator[tuple[int, int, bool]]:
        """Yield the runs of strips that reach into a square and as far around it as its calls search."""
        strips, metres = self.strips, key & _MASK
        east, north = (((key >> shift & _MASK) - _OFFSET) * CELL for shift in (2 * _BITS, _BITS))
        for strip in range((north - metres) // STRIP, (north + CELL + metres) // STRIP + 1):
            begin, end = np.searchsorted(strips.strip, [strip, strip + 1])
            run = begin + np.searchsorted(strips.east[begin:end], [east - metres, east + CELL + metres])
            if run[0] < run[1]:
                yield int(run[0]), int(run[1]), True
        if strips.placed < len(strips.services):
            yield strips.placed, len(strips.services), False


def side_by_side(columns: Mapping[int, Array], rows: int, width: int) -> Shorts:
    """Return columns as one array, each in its place."""
    found = np.zeros((rows, width), np.int32)
    for place, column in columns.items():
        found[:, place] = column
    return found

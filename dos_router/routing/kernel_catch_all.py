"""The catch-all for many calls by the compiled loop: from each place the departments are put in order once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from dos_router.routing import catch_all_loop as loop
from dos_router.routing.compiled.arrays import Array, Compiled, Ints, Shorts
from dos_router.routing.compiling import Form, types_of
from dos_router.routing.distances import NATIONAL_METRES
from dos_router.routing.fast_calls import Calls, Part
from dos_router.routing.fast_catch_all import departments_of, sexes_wanted
from dos_router.routing.fast_needs import age_row
from dos_router.routing.fast_numbers import distinct
from dos_router.routing.fast_search import Searcher
from dos_router.routing.kernel_tables import MOST_BYTES, Rows, side_by_side

CATCH = Form(loop.catch, by_two=frozenset({"calls", "departments", "ages", "opens"}))
_HALF = 32  # bits of a place's easting and of its northing
_BYTES_OF_A_PLACE = 150  # to know it again, however few departments are near it

Catch: TypeAlias = Callable[..., tuple[Ints, Shorts]]


class CatchAll:
    """The emergency departments of a directory, and in what order each place met so far would be told them."""

    def __init__(self, catch: Catch, searcher: Searcher) -> None:
        """Lay the departments out for the loop."""
        compiled = searcher.compiled
        self._catch, self._searcher, self._departments = catch, searcher, departments_of(compiled)
        here = self._departments
        columns: dict[int, Array] = {
            loop.ID: here,
            loop.HOURS: compiled.services.hours[here],
            loop.SEXES: compiled.services.sexes[here],
        }
        self._table = side_by_side(columns, len(here), loop.COLUMNS_OF_A_DEPARTMENT)
        self._ages = Rows(lambda days: age_row(days, compiled)[here], np.empty((0, len(here)), np.uint8))
        self._near = _Near(compiled, here)

    def find(self, calls: Calls) -> Part:
        """Return the departments to name for each call."""
        now = self._searcher.timeline.look_up(calls.at + 1)
        ages, age = distinct(calls.age)
        columns: dict[int, Array] = {
            loop.NEAR: self._near.places(calls), loop.AGE: self._ages.places(ages.tolist())[age],
            loop.SEX: sexes_wanted(calls), loop.NOW: now.row, loop.NOW_LIMIT: calls.at - now.closing,
        }  # fmt: skip
        arrays: dict[str, Array] = {
            "calls": side_by_side(columns, len(calls), loop.COLUMNS_OF_A_CALL), "departments": self._table,
            "near_start": self._near.starts, "near": self._near.departments,
            "ages": self._ages.table, "opens": self._searcher.timeline.opens,
        }  # fmt: skip
        counts, found = self._catch(*(CATCH.fitted(name, arrays[name]) for name in types_of(CATCH)))
        return Part(np.arange(len(calls)), counts, found)


class _Near:
    """The departments within the square around each place, in order: `departments[starts[n]:starts[n + 1]]`."""

    def __init__(self, compiled: Compiled, departments: Ints) -> None:
        arrays = compiled.services
        self._east, self._north = (each[departments].astype(np.int64) for each in (arrays.easting, arrays.northing))
        self._located, self._places = arrays.located[departments], dict[int, int]()
        self.starts, self.departments = np.zeros(1, np.int64), np.empty(0, np.int32)

    def places(self, calls: Calls) -> Ints:
        """Return the list of each call, making those that are new."""
        if self.departments.nbytes + len(self._places) * _BYTES_OF_A_PLACE > MOST_BYTES:
            self._places.clear()
            self.starts, self.departments = self.starts[:1], self.departments[:0]
        keys, places = np.unique(calls.easting.astype(np.int64) << _HALF | calls.northing, return_inverse=True)
        new = [key for key in keys.tolist() if key not in self._places]
        lists = [self._list(key >> _HALF, key & (1 << _HALF) - 1) for key in new]
        self._places.update(zip(new, range(len(self._places), len(self._places) + len(new)), strict=True))
        self.starts = np.append(self.starts, self.starts[-1] + np.cumsum([len(each) for each in lists], dtype=np.int64))
        self.departments = np.concatenate([self.departments, *lists])
        return np.array([self._places[key] for key in keys.tolist()], np.int64)[places]

    def _list(self, east: int, north: int) -> Shorts:
        """Return the departments in reach, by distance and id; those without a place follow."""
        over, up = np.abs(self._east - east), np.abs(self._north - north)
        squared = np.where(self._located, over * over + up * up, 0)
        order = np.lexsort((squared, ~self._located))
        inside = ~self._located | (np.maximum(over, up) <= NATIONAL_METRES)
        return order[inside[order]].astype(np.int32)

"""The search of the fast engine by a loop that numba compiles: the same answers, several times sooner.

Where numba is not installed there is none, and nothing is said. It is taken up once a process has
searched for `WORTH_IT` calls: until then the time to load it is longer than what it saves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias, get_type_hints

import numpy as np
from numpy.typing import DTypeLike

from dos_router.routing import kernel_loop as loop
from dos_router.routing.compiled.arrays import Array, Compiled, Flags, Ints, Shorts
from dos_router.routing.fast_calls import Part
from dos_router.routing.fast_needs import DISPOSITION, OUTSIDE, AgeRows, NeedKey, caller_row, caller_rows
from dos_router.routing.fast_needs import _row as need_row
from dos_router.routing.fast_numbers import distinct
from dos_router.routing.fast_order import Order
from dos_router.routing.fast_order import _tiers as tiers_of
from dos_router.routing.fast_search import Asked, Searcher
from dos_router.routing.kernel_tables import Near, Rows
from dos_router.routing.window import LEAD

WORTH_IT = 100_000

Loop: TypeAlias = Callable[..., tuple[Ints, Ints, Ints, Shorts]]
_DTYPES: dict[object, DTypeLike] = {Flags: np.uint8, Shorts: np.int32, Ints: np.int64}
_BY_TWO = {"calls", "services", "symptoms", "dispositions", "callers", "ages", "tiers", "opens"}  # rows and columns


class Found(NamedTuple):
    """The offers and the near misses of the calls that were searched for, in their order."""

    offers: Part
    misses: Part


class Kernel:
    """What the loop looks into, for a directory made ready: made once, but for what grows with the calls."""

    def __init__(self, loop: Loop, searcher: Searcher, order: Order) -> None:
        """Lay the arrays of a directory out for the loop."""
        compiled, areas = searcher.compiled, len(searcher.compiled.names.areas) + 1
        count = len(compiled.names.services)
        self._loop, self._searcher, self._areas = loop, searcher, areas
        self._still = still_arrays(searcher, order)
        self._symptoms = Rows(lambda key: symptom_row(key, compiled), np.empty((0, count), np.uint8))
        self._ages = Rows(AgeRows(compiled).row, np.empty((0, count), np.uint8))
        self._tiers = Rows(lambda key: tiers_of(key, areas, order, compiled), np.empty((0, count), np.int32))
        self._near = Near(compiled)

    def search(self, asked: Asked, wanted: Ints, entries: Ints) -> Found:
        """Return offers and near misses of calls, which are `wanted` among all, with their entries of the ranking.

        Calls of one square follow each other, so that what they look into is at hand for all of them.
        """
        calls = self._columns(asked, entries)
        turn = np.lexsort((calls[:, loop.SYMPTOMS], calls[:, loop.REACH]))
        moving: dict[str, Array] = {
            "calls": calls[turn], "at": asked.calls.at[turn], "symptoms": self._symptoms.table,
            "ages": self._ages.table, "tiers": self._tiers.table, "opens": self._searcher.timeline.opens,
            "near_start": self._near.starts, "near": self._near.services,
        }  # fmt: skip
        arrays = {**self._still, **{name: fitted(name, array) for name, array in moving.items()}}
        offer_counts, offers, miss_counts, misses = self._loop(*(arrays[name] for name in TYPES))
        return Found(Part(wanted[turn], offer_counts, offers), Part(wanted[turn], miss_counts, misses))

    def _columns(self, asked: Asked, entries: Ints) -> Shorts:
        """Return what the loop is told of each call, a row each."""
        calls, timeline = asked.calls, self._searcher.timeline
        late = timeline.look_up(calls.at + np.minimum(asked.window, LEAD))
        now = timeline.look_up(calls.at + 1)
        ages, age = distinct(calls.age)
        symptoms = self._symptoms.places([key._replace(disposition=0) for key in asked.keys])
        keys, tier = distinct(entries * self._areas + calls.area % self._areas)
        columns: dict[int, Array] = {
            loop.REACH: self._near.places(calls), loop.SYMPTOMS: symptoms[asked.need],
            loop.DISPOSITION: np.array([key.disposition for key in asked.keys])[asked.need],
            loop.CALLER: caller_row(calls, self._searcher.compiled), loop.AGE: self._ages.places(ages.tolist())[age],
            loop.TIER: self._tiers.places(keys.tolist())[tier],
            loop.LATE: late.row, loop.LATE_LIMIT: calls.at + asked.window - late.closing,
            loop.NOW: now.row, loop.NOW_LIMIT: calls.at - now.closing,
            loop.METRES: calls.metres, loop.PRACTICE: calls.practice,
            loop.LOCATED: calls.located, loop.EAST: calls.easting, loop.NORTH: calls.northing,
        }  # fmt: skip
        return side_by_side(columns, len(calls))


def symptom_row(key: NeedKey, compiled: Compiled) -> Flags:
    """Return what a need makes of each service, its disposition apart: by symptoms there are far fewer rows."""
    flags = need_row(key, compiled)
    return np.where(flags == OUTSIDE, flags, flags & ~DISPOSITION)


@cache
def compiled_loop() -> Loop | None:
    """Return the loop compiled, for arrays of exactly the types that it names; None where numba cannot be had."""
    try:
        numba: Any = import_module("numba")  # heavy, and an extra
        register: Any = import_module("numba.extending").register_jitable
    except ImportError:
        return None
    for step in loop.STEPS:
        register(step)
    numbers = {name: numba.from_dtype(np.dtype(kind)) for name, kind in TYPES.items()}
    types = tuple(numba.types.Array(kind, 1 + (name in _BY_TWO), "C") for name, kind in numbers.items())
    try:
        kept: Loop = numba.njit(types, nogil=True, cache=True)(loop.find)
    except (RuntimeError, OSError):  # there is no folder in which it may keep what it compiled
        kept = numba.njit(types, nogil=True)(loop.find)
    return kept


def fitted(name: str, array: Array) -> Array:
    """Return an array as the loop takes it: of the type it names, in one piece, and not read-only."""
    return np.require(array, TYPES[name], ["C", "W"])


def still_arrays(searcher: Searcher, order: Order) -> dict[str, Array]:
    """Return those arrays of the loop that no call changes."""
    arrays, limits = searcher.compiled.services, searcher.compiled.limits
    reds = searcher.red.changes(len(arrays.located))
    columns: dict[int, Array] = {
        loop.TYPE: arrays.type, loop.ODS: arrays.ods, loop.RESTRICTED: arrays.restricted, loop.HOURS: arrays.hours,
        loop.WAIT: arrays.only_if_open, loop.EVER_RED: np.diff(reds.starts) > 0,
        loop.LOCATED: arrays.located, loop.EAST: arrays.easting, loop.NORTH: arrays.northing,
    }  # fmt: skip
    still: dict[str, Array] = {
        "services": side_by_side(columns, len(arrays.located)), "keep": order.keep,
        "practice_start": limits.practice_start, "practice_service": limits.practice_service,
        "red_start": reds.starts, "red_moment": reds.moments, "red_state": reds.states,
        "callers": caller_rows(searcher.compiled), "dispositions": limits.disposition_fails * DISPOSITION,
    }  # fmt: skip
    return {name: fitted(name, array) for name, array in still.items()}


def side_by_side(columns: Mapping[int, Array], rows: int) -> Shorts:
    """Return columns as one array, each in its place."""
    found = np.zeros((rows, loop.COLUMNS), np.int32)
    for place, column in columns.items():
        found[:, place] = column
    return found


TYPES = {name: _DTYPES[kind] for name, kind in get_type_hints(loop.find).items() if kind in _DTYPES}

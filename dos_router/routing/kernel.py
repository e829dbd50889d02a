"""The search of the fast engine by a loop that numba compiles: the same answers, several times sooner.

Where numba is not installed there is none, and nothing is said. It is taken up once a process has
searched for `WORTH_IT` calls: until then the time to load it is longer than what it saves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from dos_router.routing import catch_all_loop, ragged_loop
from dos_router.routing import kernel_loop as loop
from dos_router.routing.compiled.arrays import Array, Compiled, Ints, Shorts
from dos_router.routing.compiling import Form, compiled, types_of
from dos_router.routing.fast_calls import Part
from dos_router.routing.fast_needs import OUTSIDE, age_row, caller_row, caller_rows, disposition_rows, symptom_row
from dos_router.routing.fast_numbers import distinct
from dos_router.routing.fast_order import Order, tiers_of
from dos_router.routing.fast_search import Asked, Searcher
from dos_router.routing.kernel_catch_all import CATCH, Catch, CatchAll
from dos_router.routing.kernel_tables import Near, Rows, Strips, side_by_side, strips_of
from dos_router.routing.window import LEAD

WORTH_IT = 100_000

TABLES = (
    "calls",
    "services",
    "practice_service",
    "symptoms",
    "dispositions",
    "callers",
    "ages",
    "tiers",
    "opens",
    "near",
)
FIND = Form(loop.find, loop.STEPS, frozenset(TABLES))
PUT_IN_ORDER = Form(ragged_loop.put_in_order)

Find: TypeAlias = Callable[..., tuple[Ints, Shorts, Ints, Shorts]]


class Loops(NamedTuple):
    """The loops that take the place of what numpy does."""

    find: Find
    put_in_order: Callable[..., Shorts]
    catch: Catch


AS_WRITTEN = Loops(loop.find, ragged_loop.put_in_order, catch_all_loop.catch)


class Found(NamedTuple):
    """The offers and the near misses of the calls that were searched for, in their order."""

    offers: Part
    misses: Part


class Kernel:
    """What the loop looks into, for a directory made ready: made once, but for what grows with the calls."""

    def __init__(self, loops: Loops, searcher: Searcher, order: Order) -> None:
        """Lay the arrays of a directory out for the loop."""
        compiled, areas = searcher.compiled, len(searcher.compiled.names.areas) + 1
        strips = strips_of(compiled)
        here, count = strips.services, len(strips.services)
        self._find, self._searcher, self._areas = loops.find, searcher, areas
        self.catch_all = CatchAll(loops.catch, searcher)
        self._still = still_arrays(searcher, order, strips)
        self._symptoms = Rows(lambda asked: symptom_row(asked, compiled)[here], np.empty((0, count), np.uint8))
        self._ages = Rows(lambda days: age_row(days, compiled)[here], np.empty((0, count), np.uint8))
        self._tiers = Rows(lambda key: tiers_of(key, areas, order, compiled)[here], np.empty((0, count), np.int32))
        self._near = Near(strips)

    def search(self, asked: Asked, wanted: Ints, entries: Ints) -> Found:
        """Return offers and near misses of calls, which are `wanted` among all, with their entries of the ranking.

        Calls of one square follow each other, so that what they look into is at hand for all of them.
        """
        calls = self._columns(asked, entries)
        turn = np.lexsort((calls[:, loop.SYMPTOMS], calls[:, loop.REACH]))
        moving: dict[str, Array] = {
            "calls": calls[turn], "at": asked.calls.at[turn], "symptoms": self._symptoms.table,
            "ages": self._ages.table, "tiers": self._tiers.table, "opens": self._searcher.timeline.opens,
            "near_start": self._near.starts, "near": self._near.runs,
        }  # fmt: skip
        arrays = {**self._still, **{name: FIND.fitted(name, array) for name, array in moving.items()}}
        offer_counts, offers, miss_counts, misses = self._find(*(arrays[name] for name in types_of(FIND)))
        return Found(Part(wanted[turn], offer_counts, offers), Part(wanted[turn], miss_counts, misses))

    def _columns(self, asked: Asked, entries: Ints) -> Shorts:
        """Return what the loop is told of each call, a row each."""
        calls, timeline = asked.calls, self._searcher.timeline
        late = timeline.look_up(calls.at + np.minimum(asked.window, LEAD))
        now = timeline.look_up(calls.at + 1)
        ages, age = distinct(calls.age)
        symptoms = self._symptoms.places([key.asked for key in asked.keys])
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
        return side_by_side(columns, len(calls), loop.COLUMNS_OF_A_CALL)


def compiled_loops() -> Loops | None:
    """Return the loops compiled; None where numba cannot be had."""
    find, put_in_order, catch = compiled(FIND), compiled(PUT_IN_ORDER), compiled(CATCH)
    return Loops(find, put_in_order, catch) if find and put_in_order and catch else None


def still_arrays(searcher: Searcher, order: Order, strips: Strips) -> dict[str, Array]:
    """Return those arrays of the loop that no call changes; services by their numbers in strips."""
    arrays, here = searcher.compiled.services, strips.services
    reds = searcher.red.changes(here)
    in_text_order = np.argsort(np.argsort(arrays.text_order[here]))
    practice_start, practice_service = _patients(searcher.compiled, strips)
    columns: dict[int, Array] = {
        loop.ID: here, loop.TEXT: in_text_order, loop.TYPE: arrays.type[here], loop.ODS: arrays.ods[here],
        loop.HOURS: arrays.hours[here], loop.WAIT: arrays.only_if_open[here], loop.EVER_RED: np.diff(reds.starts) > 0,
    }  # fmt: skip
    still: dict[str, Array] = {
        "services": side_by_side(columns, len(here), loop.COLUMNS_OF_A_SERVICE), "keep": order.keep,
        "east": arrays.easting[here], "north": arrays.northing[here], "restricted": arrays.restricted[here] * OUTSIDE,
        "practice_start": practice_start, "practice_service": practice_service,
        "red_start": reds.starts, "red_moment": reds.moments, "red_state": reds.states,
        "callers": caller_rows(searcher.compiled)[:, here],
        "dispositions": disposition_rows(searcher.compiled)[:, here],
    }  # fmt: skip
    return {name: FIND.fitted(name, array) for name, array in still.items()}


def _patients(compiled: Compiled, strips: Strips) -> tuple[Ints, Shorts]:
    """Return the services restricted to each practice, and whether each has a place; those never searched left out."""
    number = np.full(len(compiled.names.services), -1, np.int64)
    number[strips.services] = np.arange(len(strips.services))
    found = number[compiled.limits.practice_service]
    kept = np.concatenate([[0], np.cumsum(found >= 0)])
    found = found[found >= 0]
    return kept[compiled.limits.practice_start], np.stack([found, found < strips.placed], axis=1).astype(np.int32)

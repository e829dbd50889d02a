"""The search for many calls at once, those near each other together.

A byte of flags for every call and service in reach: rows of what the need, the caller and the age say,
laid over one another, then distance, practice, hours and capacity. No bit set is a candidate, exactly
one a near miss; the bits are those of fast_needs.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from dos_router.routing.compiled.arrays import Bools, Compiled, Flags, Ints, Shorts
from dos_router.routing.fast_calls import Calls
from dos_router.routing.fast_capacity import RedTimes
from dos_router.routing.fast_hours import Moments, Timeline
from dos_router.routing.fast_needs import (
    CAPACITY,
    HOURS,
    ONLY_IF_OPEN,
    OUTSIDE,
    AgeRows,
    NeedKey,
    Needs,
    caller_row,
    caller_rows,
    disposition_rows,
)
from dos_router.routing.fast_numbers import distinct, expand
from dos_router.routing.window import LEAD

CELLS = 150_000  # calls times services looked at together: what fits the processor's cache
_FEWEST_CALLS = 32
_MOST_CALLS = 1_024  # so that the order of their candidates fits one word
_BIT = np.zeros(256, np.int64)
_BIT[1 << np.arange(8)] = np.arange(8)


class Asked(NamedTuple):
    """Calls to search for: each one's need by its place in `keys`, and when its window ends, in minutes after it."""

    calls: Calls
    keys: list[NeedKey]
    need: Ints
    window: Ints


class Block(NamedTuple):
    """What a search finds for some of its calls, which `places` tells.

    `candidate_row` and `miss_row` are places in `places`, in rising order; near misses of a call are in
    the order of their text. `check` is a place in CHECKS.
    """

    places: Ints
    candidate_row: Ints
    candidate: Ints
    miss_row: Ints
    miss: Ints
    check: Ints


@dataclass(slots=True)
class Searcher:
    """What every search of a directory looks into."""

    compiled: Compiled
    timeline: Timeline
    red: RedTimes
    needs: Needs = field(init=False)
    _callers: Flags = field(init=False)
    _dispositions: Flags = field(init=False)
    _ages: AgeRows = field(init=False)
    _in_text_order: Ints = field(init=False)

    def __post_init__(self) -> None:
        """Lay out what holds for all needs."""
        self.needs = Needs(self.compiled)
        self._callers, self._dispositions = caller_rows(self.compiled), disposition_rows(self.compiled)
        self._ages = AgeRows(self.compiled)
        self._in_text_order = np.argsort(self.compiled.services.text_order)

    def search(self, asked: Asked) -> Iterator[Block]:
        """Yield what is found, some calls at a time."""
        late = self.timeline.look_up(asked.calls.at + np.minimum(asked.window, LEAD))
        now = self.timeline.look_up(asked.calls.at + 1)
        rows, row = self.needs.rows(asked.keys)
        row, disposition = row[asked.need], np.array([key.disposition for key in asked.keys], np.int64)[asked.need]
        for places, services in _split(np.arange(len(asked.calls)), self._in_text_order, self.compiled, asked.calls):
            step = min(max(CELLS // max(len(services), 1), 1), _MOST_CALLS)
            for start in range(0, len(places), step):
                some = places[start : start + step]
                calls = asked.calls.pick(some)
                flags = _table(rows, row[some], services)
                flags |= _table(self._dispositions, disposition[some], services)
                self._lay_statics(flags, calls, services)
                self._lay_practices(flags, calls, services)
                ends = calls.at + asked.window[some]
                self._lay_hours(flags, calls, services, late=_pick(late, some), ends=ends, now=_pick(now, some))
                yield _block(flags, some, services)

    def _lay_statics(self, flags: Flags, calls: Calls, services: Ints) -> None:
        """Lay what caller, age and distance say over what the needs say: a row a call, a column a service."""
        flags |= _table(self._callers, caller_row(calls, self.compiled), services)
        ages, places = distinct(calls.age)
        flags |= np.array([self._ages.row(age) for age in ages.tolist()])[:, services].take(places, axis=0)
        far = outside(calls, calls.metres, services, self.compiled)
        np.bitwise_or(flags, np.negative(far.view(np.int8)).view(np.uint8), out=flags)

    def _lay_practices(self, flags: Flags, calls: Calls, services: Ints) -> None:
        """Leave out the services restricted to practices, but for callers of those practices."""
        limits, restricted = self.compiled.limits, self.compiled.services.restricted
        columns = np.flatnonzero(restricted[services])
        if not len(columns):
            return
        place = np.full(len(restricted), -1, np.int64)
        place[services] = np.arange(len(services))
        known = np.flatnonzero(calls.practice >= 0)
        starts = limits.practice_start.astype(np.int64)
        practice = calls.practice[known]
        counts = starts[practice + 1] - starts[practice]
        row = np.repeat(known, counts)
        column = place[limits.practice_service[expand(starts[practice], counts)]]
        row, column = row[column >= 0], column[column >= 0]
        kept = flags[row, column]
        flags[:, columns] = OUTSIDE
        flags[row, column] = kept

    def _lay_hours(
        self, flags: Flags, calls: Calls, services: Ints, *, late: Moments, ends: Ints, now: Moments
    ) -> None:
        """Flag services that no spell of opening brings into the window, that are to be open, or that are red."""
        arrays = self.compiled.services
        closed = self.opens_after(_column(late), ends[:, None], arrays.hours[services])
        np.bitwise_or(flags, closed.view(np.uint8) * HOURS, out=flags)
        waiting = np.flatnonzero(arrays.only_if_open[services] >= 0)
        if len(waiting):
            limits = calls.at[:, None] + arrays.only_if_open[services[waiting]]
            flags[:, waiting] |= self.opens_after(_column(now), limits, arrays.hours[services[waiting]]) * ONLY_IF_OPEN
        for column, reds in self.red.among(services, calls.at):
            flags[:, column] |= reds * CAPACITY

    def opens_after(self, moments: Moments, limits: Ints, hours: Shorts) -> Bools:
        """Return where the first spell that ends at or after a moment opens after a limit."""
        width = self.timeline.opens.shape[1]
        opens = self.timeline.opens.ravel().take(moments.row * width + hours)
        return np.asarray(opens > (limits - moments.closing).astype(np.int32), bool)

    def wrong_age(self, call: Ints, service: Ints, age: Shorts) -> Bools:
        """Return which pairs of a call and a service fail for the age; unknown ages pass."""
        ages, places = distinct(age)
        rows = np.array([self._ages.row(each) for each in ages.tolist()]).reshape(len(ages), -1)
        return rows[places[call], service] > 0


def outside(calls: Calls, metres: Shorts, services: Ints, compiled: Compiled) -> Bools:
    """Return which services lie outside the square around each call; one without a place never does."""
    arrays, reach = compiled.services, metres[:, None]
    beyond = np.abs(calls.easting[:, None] - arrays.easting[services]) > reach
    beyond |= np.abs(calls.northing[:, None] - arrays.northing[services]) > reach
    return np.asarray(beyond & arrays.located[services], bool)


def _table(rows: Flags, chosen: Ints, services: Ints) -> Flags:
    """Return the chosen rows, with the columns of some services."""
    found, places = distinct(chosen)
    return rows[found].take(services, axis=1).take(places, axis=0)


def _block(flags: Flags, places: Ints, services: Ints) -> Block:
    """Return the pairs with at most one bit set, by call and then in the order of the services given."""
    at_most_one = (flags & (flags - np.uint8(1))) == 0
    few = np.flatnonzero(at_most_one)
    row = np.repeat(np.arange(len(places)), np.count_nonzero(at_most_one, axis=1))
    service, check = services[few - row * len(services)], flags.ravel()[few]
    passed, missed = np.flatnonzero(check == 0), np.flatnonzero(check)
    return Block(places, row[passed], service[passed], row[missed], service[missed], _BIT[check[missed]])


def _pick(moments: Moments, places: Ints) -> Moments:
    return Moments(moments.closing[places], moments.row[places])


def _column(moments: Moments) -> Moments:
    return Moments(moments.closing[:, None], moments.row[:, None])


def _split(places: Ints, services: Ints, compiled: Compiled, calls: Calls) -> Iterator[tuple[Ints, Ints]]:
    """Halve calls by where they come from, as long as each half then has fewer services in reach."""
    if len(places) < 2 * _FEWEST_CALLS or len(places) * len(services) < CELLS:
        yield places, services
        return
    east, north = calls.easting[places], calls.northing[places]
    axis = east if np.ptp(east) >= np.ptp(north) else north
    upper = axis > np.partition(axis, len(axis) // 2)[len(axis) // 2]
    halves = [places[~upper], places[upper]]
    reached = [services[_in_reach(services, compiled, calls, half)] if len(half) else services for half in halves]
    if sum(map(len, reached)) > 1.9 * len(services):
        yield places, reached[0] if len(halves[0]) == len(places) else services
        return
    for half, within in zip(halves, reached, strict=True):
        yield from _split(half, within, compiled, calls)


def _in_reach(services: Ints, compiled: Compiled, calls: Calls, places: Ints) -> Bools:
    """Return which services any of these calls might reach."""
    arrays, metres = compiled.services, int(calls.metres[places].max())
    reach = np.ones(len(services), bool)
    for here, there in ((calls.easting[places], arrays.easting), (calls.northing[places], arrays.northing)):
        reach &= (there[services] >= int(here.min()) - metres) & (there[services] <= int(here.max()) + metres)
    return np.asarray(reach | ~arrays.located[services], bool)

"""The search for many calls at once, those near each other together.

First a byte of flags for every call and service in reach: what the need, the caller and the distance
say. Then, for the few pairs that fail at most one check so far, what hangs on the moment and the age.
No bit set is a candidate, exactly one a near miss; the bits are those of fast_needs.py.
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
from dos_router.routing.fast_needs import AGE, CAPACITY, HOURS, ONLY_IF_OPEN, OUTSIDE, NeedKey, Needs, caller_row, caller_rows
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


class _Pairs(NamedTuple):
    """Calls and services that fail at most one check: places of the calls, of the services, and the flags."""

    call: Ints
    service: Ints
    flags: Flags

    def only(self, kept: Bools) -> _Pairs:
        return _Pairs(self.call[kept], self.service[kept], self.flags[kept])


@dataclass(slots=True)
class Searcher:
    """What every search of a directory looks into."""

    compiled: Compiled
    timeline: Timeline
    red: RedTimes
    needs: Needs = field(init=False)
    _callers: Flags = field(init=False)
    _in_text_order: Ints = field(init=False)

    def __post_init__(self) -> None:
        """Lay out what holds for all needs."""
        self.needs = Needs(self.compiled)
        self._callers = caller_rows(self.compiled)
        self._in_text_order = np.argsort(self.compiled.services.text_order)

    def search(self, asked: Asked) -> Iterator[Block]:
        """Yield what is found, some calls at a time."""
        calls = asked.calls
        late = self.timeline.look_up(calls.at + np.minimum(asked.window, LEAD))
        now = self.timeline.look_up(calls.at + 1)
        rows = np.array([self.needs.row(key) for key in asked.keys], np.uint8)
        for places, services in _split(np.arange(len(calls)), self._in_text_order, self.compiled, calls):
            step = min(max(CELLS // max(len(services), 1), 1), _MOST_CALLS)
            for start in range(0, len(places), step):
                some = places[start : start + step]
                yield self._block(asked, rows, some, services, late, now)

    def _block(self, asked: Asked, rows: Flags, places: Ints, services: Ints, late: Moments, now: Moments) -> Block:  # noqa: PLR0913
        calls = asked.calls.pick(places)
        pairs = _few(self._flags(calls, _table(rows, asked.need[places], services), services), services)
        pairs = self._practices(pairs, calls)
        flags = pairs.flags
        flags |= self.wrong_ages(pairs.call, pairs.service, calls.age) * AGE
        hours = self.compiled.services.hours[pairs.service]
        ends = (calls.at + asked.window[places])[pairs.call]
        flags |= self.opens_after(_pick(late, places[pairs.call]), ends, hours) * HOURS
        self._wait(pairs, calls, _pick(now, places), hours)
        for place, reds in self.red.among(pairs.service, calls.at[pairs.call]):
            flags[place] |= reds * CAPACITY
        passed = flags == 0
        missed = ((flags & (flags - np.uint8(1))) == 0) & ~passed
        found, near = pairs.only(passed), pairs.only(missed)
        return Block(places, found.call, found.service, near.call, near.service, _BIT[near.flags])

    def _flags(self, calls: Calls, flags: Flags, services: Ints) -> Flags:
        """Lay what caller and distance say over what the needs say: a row a call, a column a service."""
        flags |= _table(self._callers, caller_row(calls.sex, calls.role, calls.area, self.compiled), services)
        far = outside(calls, calls.metres, services, self.compiled)
        return np.bitwise_or(flags, np.negative(far.view(np.int8)).view(np.uint8), out=flags)

    def _practices(self, pairs: _Pairs, calls: Calls) -> _Pairs:
        """Leave out the services restricted to practices, but for callers of those practices."""
        limits, services = self.compiled.limits, self.compiled.services
        limited = np.flatnonzero(services.restricted[pairs.service])
        if not len(limited):
            return pairs
        count = len(services.restricted)
        practice = np.repeat(np.arange(len(limits.practice_start) - 1), np.diff(limits.practice_start))
        welcome = np.append(np.sort(practice * count + limits.practice_service), -1)
        wanted = calls.practice[pairs.call[limited]].astype(np.int64) * count + pairs.service[limited]
        kept = np.ones(len(pairs.call), bool)
        kept[limited] = (welcome[np.searchsorted(welcome[:-1], wanted)] == wanted) & (wanted >= 0)
        return pairs.only(kept)

    def wrong_ages(self, call: Ints, service: Ints, age: Shorts) -> Bools:
        """Return which pairs fail for the age; unknown ages pass."""
        limits, sets = self.compiled.limits, self.compiled.services.ages[service]
        fails = np.zeros(len(call), bool)
        for number in np.unique(limits.age_set):
            mine = np.flatnonzero(sets == number)
            days, ranges = age[call[mine]], limits.age_set == number
            inside = np.zeros(len(mine), bool)
            for low, high in zip(limits.age_low[ranges], limits.age_high[ranges], strict=True):
                inside |= (low <= days) & (days <= high)
            fails[mine] = ~inside & (days >= 0)
        return fails

    def opens_after(self, moments: Moments, limits: Ints, hours: Shorts) -> Bools:
        """Return where the first spell that ends at or after a moment opens after a limit."""
        width = self.timeline.opens.shape[1]
        opens = self.timeline.opens.ravel().take(moments.row * width + hours)
        return np.asarray(opens > limits - moments.closing, bool)

    def _wait(self, pairs: _Pairs, calls: Calls, now: Moments, hours: Shorts) -> None:
        """Flag the services that ask to be open at the call, or soon after it, and are not."""
        limits = self.compiled.services.only_if_open[pairs.service]
        asking = np.flatnonzero(limits >= 0)
        call = pairs.call[asking]
        late = self.opens_after(_pick(now, call), calls.at[call] + limits[asking], hours[asking])
        pairs.flags[asking] |= late * ONLY_IF_OPEN


def outside(calls: Calls, metres: Shorts, services: Ints, compiled: Compiled) -> Bools:
    """Return which services lie outside the square around each call; one without a place never does."""
    arrays, reach = compiled.services, metres[:, None]
    beyond = np.abs(calls.easting[:, None] - arrays.easting[services]) > reach
    beyond |= np.abs(calls.northing[:, None] - arrays.northing[services]) > reach
    beyond &= arrays.located[services]
    return beyond


def _table(rows: Flags, chosen: Ints, services: Ints) -> Flags:
    """Return the chosen rows, with the columns of some services."""
    distinct, places = np.unique(chosen, return_inverse=True)
    return rows[distinct].take(services, axis=1).take(places, axis=0)


def _few(flags: Flags, services: Ints) -> _Pairs:
    """Return the pairs with at most one bit set, by call and then in the order of the services given."""
    flat = flags.ravel()
    few = np.flatnonzero((flat & (flat - np.uint8(1))) == 0)
    call, column = np.divmod(few, max(len(services), 1))
    return _Pairs(call, services[column], flat[few])


def _pick(moments: Moments, places: Ints) -> Moments:
    return Moments(moments.closing[places], moments.row[places])


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
    if sum(map(len, reached)) > 1.9 * len(services):  # noqa: PLR2004 - little would be saved
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

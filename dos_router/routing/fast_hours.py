"""Which hours are open when, for many moments at once.

Between two closing times nothing closes: there the first spell that is not over yet is the same for
every moment. So each run of 32 days has a list of closing times, and for each of them one row: when
each profile's spell opens, counted from that closing time. An ordinary week repeats the rows of the last.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from dos_router.routing.calendar import HORIZON_DAYS
from dos_router.routing.compiled.arrays import HoursArrays, Ints, Shorts
from dos_router.routing.fast_clock import MINUTES_A_DAY, Clock
from dos_router.routing.fast_numbers import distinct
from dos_router.routing.fast_spells import Spells, spells_between

NEVER = np.int32(2**29)  # minutes: opens after all that is looked at
RUN = 32 * MINUTES_A_DAY


class Moments(NamedTuple):
    """For each moment: the first closing time from then on, in UTC minutes, and the row that holds until it."""

    closing: Ints
    row: Ints


@dataclass(slots=True)
class Timeline:
    """The hours of a directory's profiles, worked out for the days that are asked about.

    `opens[row, profile]` is when the first spell that closes at or after the row's closing time opens,
    in minutes from that closing time; what opened before the one that went before it counts as then.
    """

    hours: HoursArrays
    clock: Clock
    reach: int  # minutes ahead that matter
    opens: Shorts = field(init=False)
    _known: dict[bytes, int] = field(default_factory=dict)
    _runs: dict[int, int] = field(default_factory=dict)  # each run's place among those of `_places`
    _closings: Ints = field(init=False)
    _rows: Ints = field(init=False)
    _places: Shorts = field(init=False)  # of each minute of the runs, one after the other: its first closing time

    def __post_init__(self) -> None:
        """Begin with no rows."""
        self.reach = max(self.reach, HORIZON_DAYS * MINUTES_A_DAY)
        self.opens = np.empty((0, len(self.hours.has_holiday)), np.int32)
        self._closings, self._rows, self._places = np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int32)

    def look_up(self, moments: Ints) -> Moments:
        """Return the row for each moment: that of the first closing time at or after it."""
        numbers, places = distinct(moments // RUN)
        begins = np.array([self._run(number) * RUN - number * RUN for number in numbers.tolist()], np.int64)
        closing = self._places.take(moments + begins.take(places))
        return Moments(self._closings.take(closing), self._rows.take(closing))

    def next_open(self, at: Ints, profiles: Shorts) -> Ints:
        """Return when the spell under way at, or next after, each moment opens; `at` if it is under way."""
        found = self.look_up(at + 1)
        opens = self.opens[found.row, profiles] + found.closing
        soon = opens <= at + HORIZON_DAYS * MINUTES_A_DAY
        return np.where(soon, np.maximum(opens, at), np.int64(NEVER) * 2**8)

    def _run(self, number: int) -> int:
        """Return the place of a run of days, which is worked out if it is new."""
        if number not in self._runs:
            first, end = number * RUN, (number + 1) * RUN
            last_day = self.clock.day_of(end + self.reach + MINUTES_A_DAY)
            spells = spells_between(self.hours, self.clock, self.clock.day_of(first) - 2, last_day)
            inside = (spells.close >= first) & (spells.close < end)
            closings = np.append(np.unique(spells.close[inside]), end)
            table = _first_opens(spells, closings, self.opens.shape[1], first)
            table[table > self.reach] = NEVER
            rows = self._rows_of(np.ascontiguousarray(table.T))
            places = np.searchsorted(closings, np.arange(first, end)) + len(self._closings)
            self._places = np.concatenate([self._places, places.astype(np.int32)])
            self._closings, self._rows = np.append(self._closings, closings), np.append(self._rows, rows)
            self._runs[number] = len(self._runs)
        return self._runs[number]

    def _rows_of(self, table: Shorts) -> Ints:
        """Return the number of each row of a table, keeping those not yet known."""
        numbers, added = np.empty(len(table), np.int64), []
        for place, row in enumerate(table):
            content = hashlib.blake2b(row.data, digest_size=16).digest()
            if content not in self._known:
                self._known[content] = len(self._known)
                added.append(row)
            numbers[place] = self._known[content]
        if added:
            self.opens = np.vstack([self.opens, *added])
        return numbers


def _first_opens(spells: Spells, closings: Ints, profiles: int, first: int) -> Shorts:
    """Return, by profile and closing time, minutes from then until the first spell that closes then or later opens.

    What opened before the closing time that went before, or before `first`, opens just then. Of each profile's
    spells, followed by one that never opens, it is counted how many close before each closing time.
    """
    closed_by = np.searchsorted(closings, spells.close, side="right")
    place = np.zeros((profiles, len(closings) + 1), np.int32)
    np.add.at(place, (spells.profile, closed_by), np.int32(1))
    np.cumsum(place, axis=1, dtype=np.int32, out=place)
    ends = np.cumsum(np.bincount(spells.profile, minlength=profiles))
    place[1:] += (ends[:-1] + np.arange(1, profiles))[:, None].astype(np.int32)
    opens = np.insert(spells.open - first, ends, NEVER).astype(np.int32)
    table: Shorts = opens.take(place[:, :-1])
    del place
    closes = (closings - first).astype(np.int32)
    np.maximum(table, np.append(np.int32(-1), closes[:-1]), out=table)
    table -= closes
    return table

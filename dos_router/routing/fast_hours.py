"""Which hours are open when, for many moments at once.

Between two closing times nothing closes: there the first spell that is not over yet is the same for
every moment. So each run of 32 days has a list of closing times, and for each of them one row: when
each profile's spell opens, counted from that closing time. An ordinary week repeats the rows of the last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from dos_router.routing.calendar import HORIZON_DAYS
from dos_router.routing.compiled.arrays import HoursArrays, Ints, Shorts
from dos_router.routing.fast_clock import MINUTES_A_DAY, Clock
from dos_router.routing.fast_numbers import distinct
from dos_router.routing.fast_spells import Spells, spells_between

NEVER = np.int32(2**30)  # minutes: opens after all that is looked at
RUN = 32 * MINUTES_A_DAY
_APART = 2**40  # minutes: more than any two moments


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
            before = np.concatenate([[first - 1], closings[:-1]])
            table = _first_opens(spells, closings, self.opens.shape[1])
            table = np.maximum(table, before[:, None]) - closings[:, None]
            rows = self._rows_of(np.where(table > self.reach, NEVER, table).astype(np.int32))
            places = np.searchsorted(closings, np.arange(first, end)) + len(self._closings)
            self._places = np.concatenate([self._places, places.astype(np.int32)])
            self._closings, self._rows = np.append(self._closings, closings), np.append(self._rows, rows)
            self._runs[number] = len(self._runs)
        return self._runs[number]

    def _rows_of(self, table: Shorts) -> Ints:
        """Return the number of each row of a table, keeping those not yet known."""
        numbers, added = np.empty(len(table), np.int64), []
        for place, row in enumerate(table):
            content = row.tobytes()
            if content not in self._known:
                self._known[content] = len(self._known)
                added.append(row)
            numbers[place] = self._known[content]
        if added:
            self.opens = np.vstack([self.opens, *added])
        return numbers


def _first_opens(spells: Spells, closings: Ints, profiles: int) -> Ints:
    """Return, by closing time and profile, when the first spell that closes then or later opens."""
    wanted = np.arange(profiles, dtype=np.int64)[:, None] * _APART + closings[None, :]
    place = np.searchsorted(spells.profile * _APART + spells.close, wanted.ravel())
    there = np.append(spells.profile, -1)[place].reshape(wanted.shape) == np.arange(profiles)[:, None]
    opens = np.append(spells.open, 0)[place].reshape(wanted.shape)
    return np.where(there, opens, _APART).T

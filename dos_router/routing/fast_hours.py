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


class _Run(NamedTuple):
    """A run of days: its closing times in order, and the row of each."""

    closings: Ints
    rows: Ints


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
    _runs: dict[int, _Run] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with no rows."""
        self.reach = max(self.reach, HORIZON_DAYS * MINUTES_A_DAY)
        self.opens = np.empty((0, len(self.hours.has_holiday)), np.int32)

    def look_up(self, moments: Ints) -> Moments:
        """Return the row for each moment: that of the first closing time at or after it."""
        closing, row = np.empty(len(moments), np.int64), np.empty(len(moments), np.int64)
        numbers, places = distinct(moments // RUN)
        for place_of_run, number in enumerate(numbers):
            run, chosen = self._run(int(number)), np.flatnonzero(places == place_of_run)
            place = np.searchsorted(run.closings, moments[chosen])
            closing[chosen], row[chosen] = run.closings[place], run.rows[place]
        return Moments(closing, row)

    def next_open(self, at: Ints, profiles: Shorts) -> Ints:
        """Return when the spell under way at, or next after, each moment opens; `at` if it is under way."""
        found = self.look_up(at + 1)
        opens = self.opens[found.row, profiles] + found.closing
        soon = opens <= at + HORIZON_DAYS * MINUTES_A_DAY
        return np.where(soon, np.maximum(opens, at), np.int64(NEVER) * 2**8)

    def _run(self, number: int) -> _Run:
        if number not in self._runs:
            first, end = number * RUN, (number + 1) * RUN
            last_day = self.clock.day_of(end + self.reach + MINUTES_A_DAY)
            spells = spells_between(self.hours, self.clock, self.clock.day_of(first) - 2, last_day)
            inside = (spells.close >= first) & (spells.close < end)
            closings = np.append(np.unique(spells.close[inside]), end)
            before = np.concatenate([[first - 1], closings[:-1]])
            table = _first_opens(spells, closings, self.opens.shape[1])
            table = np.maximum(table, before[:, None]) - closings[:, None]
            rows = self._rows(np.where(table > self.reach, NEVER, table).astype(np.int32))
            self._runs[number] = _Run(closings, rows)
        return self._runs[number]

    def _rows(self, table: Shorts) -> Ints:
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

"""Spells of opening of every profile of hours over a run of days, merged, in UTC minutes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dos_router.routing.compiled.arrays import HoursArrays, Ints
from dos_router.routing.compiled.hours import PUBLIC_HOLIDAY, RULES_A_PROFILE
from dos_router.routing.fast_clock import EPOCH_DAY, MINUTES_A_DAY, Clock
from dos_router.routing.fast_numbers import expand

_MONDAY = 4  # 1 January 1970 was a Thursday: four days before a Monday


class Spells(NamedTuple):
    """Spells by profile and time: open at t when open ≤ t < close."""

    profile: Ints
    open: Ints
    close: Ints


def spells_between(hours: HoursArrays, clock: Clock, first: int, last: int) -> Spells:
    """Return the spells that the sessions of these local days make (0: 1 January 1970), both included."""
    days = np.arange(first, last + 1, dtype=np.int64)
    rules = _rules(hours, days)
    profiles, offsets = np.divmod(np.arange(rules.size, dtype=np.int64), len(days))
    starts, counts = hours.span_start[:-1][rules.ravel()], np.diff(hours.span_start)[rules.ravel()]
    spans = expand(starts.astype(np.int64), counts.astype(np.int64))
    profiles, midnights = np.repeat(profiles, counts), np.repeat(days[offsets], counts) * MINUTES_A_DAY
    opens = clock.boundaries(midnights + hours.span_open[spans], closing=False)
    closes = clock.boundaries(midnights + hours.span_close[spans], closing=True)
    lasting = opens < closes  # none is left of a session that lies in the skipped hour
    return _merged(profiles[lasting], opens[lasting], closes[lasting])


def _rules(hours: HoursArrays, days: Ints) -> Ints:
    """Return the rule of each profile on each day: a date's, else its public holidays', else the weekday's."""
    profiles = np.arange(len(hours.has_holiday), dtype=np.int64)[:, None]
    rules = profiles * RULES_A_PROFILE + (days - _MONDAY)[None, :] % 7
    on_holiday = np.isin(days + EPOCH_DAY, hours.holidays)[None, :] & hours.has_holiday[:, None]
    rules = np.where(on_holiday, profiles * RULES_A_PROFILE + PUBLIC_HOLIDAY, rules)
    place = hours.dated[:, 1] - EPOCH_DAY - days[0]
    near = (place >= 0) & (place < len(days))
    rules[hours.dated[near, 0], place[near]] = hours.dated[near, 2]
    return rules


def _merged(profiles: Ints, opens: Ints, closes: Ints) -> Spells:
    """Return sessions as spells: those of a profile that touch or overlap are one."""
    if not len(profiles):
        return Spells(profiles, opens, closes)
    order = np.lexsort((closes, opens, profiles))
    profiles, opens, closes = profiles[order], opens[order], closes[order]
    apart = int(closes.max() - opens.min()) + MINUTES_A_DAY  # keeps the times of one profile from another's
    shift = profiles * apart
    reached = np.maximum.accumulate(closes + shift)
    begins = np.concatenate([[True], (opens + shift)[1:] > reached[:-1]])
    begins[1:] |= profiles[1:] != profiles[:-1]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(profiles)) - 1
    return Spells(profiles[first], opens[first], (reached - shift)[last])

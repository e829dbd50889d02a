"""Hours as the minutes at which a call can be answered: half-open intervals within a horizon (routing.md 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from dos_router.analysis.sweep.cells import Horizon
from dos_router.model.answer import Spell
from dos_router.model.opening import Opening, Spans
from dos_router.routing.calendar import Calendar
from dos_router.routing.window import LEAD

MINUTES_A_DAY = 1440

Interval = tuple[int, int]
HoursKey = tuple[bool, tuple[Spans, ...], Spans | None, tuple[tuple[date, Spans], ...]]


class Profile(NamedTuple):
    """Hours as they are looked at: for a window that ends so many minutes on, or (None) as open at the call.

    `only_if_open` is a service's own condition, in minutes.
    """

    hours: HoursKey
    window: int | None
    only_if_open: int | None = None


def hours_key(opening: Opening) -> HoursKey:
    """Return what two openings of the same hours have in common."""
    return opening.always, opening.weekdays, opening.holiday, tuple(sorted(opening.dates.items()))


def answered(opening: Opening, profile: Profile, calendar: Calendar, horizon: Horizon) -> tuple[Interval, ...]:
    """Return when a call finds these hours open, in the way that the profile looks at them."""
    spells = calendar.spells(opening, horizon.start, horizon.end + (profile.window or 0) + MINUTES_A_DAY)
    return answering(spells, profile.window, profile.only_if_open, horizon)


def answering(
    spells: Sequence[Spell], window: int | None, only_if_open: int | None, horizon: Horizon
) -> tuple[Interval, ...]:
    """Return when a call finds some spells of opening, known to a window and a day beyond the horizon.

    A spell [open, close) answers calls from open − window's end to close − window's start, both
    included: so the half-open interval ends a minute later.
    """
    if window is None:
        return tuple(_clipped(spells, horizon))
    lead = min(LEAD, window)
    in_window = _united(_clipped(((opens - window, closes - lead + 1) for opens, closes in spells), horizon))
    if only_if_open is None:
        return tuple(in_window)
    open_soon = _united(_clipped(((opens - only_if_open, closes) for opens, closes in spells), horizon))
    return tuple(_common(in_window, open_soon))


def _clipped(intervals: Iterable[Interval], horizon: Horizon) -> Iterator[Interval]:
    for start, end in intervals:
        first, last = max(start, horizon.start), min(end, horizon.end)
        if first < last:
            yield first, last


def _united(intervals: Iterable[Interval]) -> list[Interval]:
    """Return intervals that rise by their starts with those that touch or overlap made one."""
    united: list[Interval] = []
    for start, end in intervals:
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def _common(ours: list[Interval], theirs: list[Interval]) -> Iterator[Interval]:
    """Yield what two lists of separate, rising intervals share."""
    first, second = 0, 0
    while first < len(ours) and second < len(theirs):
        start, end = max(ours[first][0], theirs[second][0]), min(ours[first][1], theirs[second][1])
        if start < end:
            yield start, end
        if ours[first][1] < theirs[second][1]:
            first += 1
        else:
            second += 1

"""The time in which a disposition needs a service open (routing.md 5)."""

from __future__ import annotations

from dos_router.model.answer import Spell
from dos_router.model.opening import Opening
from dos_router.routing.calendar import Calendar

LEAD = 30  # minutes: a service that is about to close is no use


def opening_window(at: int, timeframe: int | None) -> Spell:
    """Return the window of a call at a UTC minute, for a timeframe in minutes; both ends included."""
    end = at + window_length(timeframe)
    return Spell(min(at + LEAD, end), end)


def window_length(timeframe: int | None) -> int:
    """Return how many minutes after the call the window ends."""
    if not timeframe:
        return 60
    if timeframe <= LEAD:
        return LEAD
    return timeframe if timeframe <= 60 else timeframe - 60  # noqa: PLR2004 - an hour, as routing.md 5 says


def open_in_window(calendar: Calendar, opening: Opening, window: Spell) -> bool:
    """Say whether a spell of opening touches the window, ends included."""
    return bool(calendar.spells(opening, window.open, window.close))

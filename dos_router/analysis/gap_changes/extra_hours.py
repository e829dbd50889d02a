"""The least that a service would have to be open longer for calls at some times to find it open.

A call at t finds a service that is open somewhere from t + lead to t + reach (routing.md 5). So a run of
calls is answered by staying open for the last of them, by opening for the first of them, or by a session
of its own; that is chosen only where it takes less than half of what the others take.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dos_router.analysis.gaps_told.intervals import Intervals, united, without
from dos_router.model.answer import Spell
from dos_router.routing.window import LEAD

SHORTEST = 60  # minutes of a session of its own


def extra_hours(calls: Intervals, spells: Sequence[Spell], reach: int, horizon: tuple[int, int]) -> Intervals:
    """Return what to open beside some spells (in order, apart), so that calls at these times are answered.

    `reach` is where the window of the calls ends, in minutes after each. Calls that begin or end with the
    horizon are taken to go on beyond it, for as long as the spells leave them unanswered.
    """
    lead = min(LEAD, reach)
    opens, closes = [spell.open for spell in spells], [spell.close for spell in spells]
    runs = []
    for start, end in calls:
        first, last = start, end - 1
        before, after = bisect_right(closes, first + lead) - 1, bisect_left(opens, last + reach)
        if start <= horizon[0] and before >= 0:
            first = min(first, closes[before] - lead + 1)
        if end >= horizon[1] and after < len(opens):
            last = max(last, opens[after] - reach - 1)
        close = closes[before] if before >= 0 else None
        runs.append(_least(first, last, close, opens[after : after + 1], (lead, reach)))
    return without(united(runs), tuple(spells))


def answered_by(opening: Intervals, reach: int) -> Intervals:
    """Return the times of calls that are answered by being open at some intervals of minutes."""
    lead = min(LEAD, reach)
    return united((start - reach, end - lead + 1) for start, end in opening)


def _least(
    first: int, last: int, close: int | None, opening: Sequence[int], window: tuple[int, int]
) -> tuple[int, int]:
    """Return what to open for the calls from the first to the last, between a close and the next opening."""
    lead, reach = window
    adjoining = [] if close is None else [(close, last + lead)]
    adjoining += [(first + reach, opens) for opens in opening]
    start = min(first + reach, last + lead)
    own = (start, max(last + lead, start + SHORTEST))
    best = min(adjoining, key=_minutes, default=own)
    return own if 2 * _minutes(own) < _minutes(best) else best


def _minutes(span: tuple[int, int]) -> int:
    return span[1] - span[0]

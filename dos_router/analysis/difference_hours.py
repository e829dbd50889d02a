"""Opening hours compared by when they are open, however they are written.

The hours of a weekday depend on whether it, and the day before it, is a public holiday: a session may run
past midnight. So hours are laid out as 28 rows, four to a weekday, and are the same if all rows are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from dos_router.analysis.difference_change import Told
from dos_router.analysis.difference_words import date_words, day_groups, hours_and_minutes, spans_words
from dos_router.model.opening import ALL_DAY, MINUTES_A_DAY, Opening

DAYS_A_WEEK = 7
MINUTES_A_WEEK = DAYS_A_WEEK * MINUTES_A_DAY
ROWS_A_WEEKDAY = 4  # ordinary; a holiday; after a holiday; the second of two holidays

Row = tuple[tuple[int, int], ...]
"""Minutes after midnight of a day, sorted and apart; as sessions they may run on into the next day."""


class Hours(NamedTuple):
    """Opening hours, and the public holidays of the directory that they are of."""

    opening: Opening
    holidays: Collection[date]


def compare_hours(before: Hours, after: Hours) -> list[Told]:
    """Return how the hours of a week, of public holidays and of single dates differ."""
    week: list[Told] = []
    if before.opening != after.opening and rows_of(before.opening) != rows_of(after.opening):
        week = [*_weekdays(before.opening, after.opening), *_on_holidays(before.opening, after.opening)]
        week = week or [_about_holidays(before.opening, after.opening)]
    dates = _dates(before, after)
    return [*week, *(dates or ([] if week else _about_dates(before, after)))]


def hours_words(opening: Opening) -> str:
    """Return the hours of a week in words, with those of public holidays and single dates."""
    week = sessions_of_week(ordinary(rows_of(opening)))
    parts = [f"{days} {spans_words(week[first])}" for days, first in day_groups(week)]
    holiday = _holiday(opening)
    parts += [] if holiday is None else [f"public holidays {spans_words(holiday)}"]
    parts += [f"{date_words(day)} {spans_words(merged(spans))}" for day, spans in sorted(opening.dates.items())]
    return "; ".join(parts)


def hours_print(opening: Opening) -> tuple[object, ...]:
    """Return what two openings have in common exactly when they say the same, as a key."""
    return rows_of(opening), tuple((day, merged(spans)) for day, spans in sorted(opening.dates.items()))


def rows_of(opening: Opening) -> tuple[Row, ...]:
    """Return when it is open on each kind of day; row `4 * weekday + 2 * after_holiday + is_holiday`."""
    rows: list[Row] = []
    for weekday in range(DAYS_A_WEEK):
        for after_holiday in (False, True):
            left_over = _beyond(_sessions(opening, weekday - 1, is_holiday=after_holiday))
            for is_holiday in (False, True):
                own = _sessions(opening, weekday, is_holiday=is_holiday)
                rows.append(_within([*left_over, *own]))
    return tuple(rows)


def ordinary(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the seven rows of a week without holidays."""
    return tuple(rows[::ROWS_A_WEEKDAY])


def sessions_of_week(week: Sequence[Row]) -> tuple[Row, ...]:
    """Return seven rows as sessions by the weekday they start on; up to 24 hours may run past midnight."""
    flat = list(
        merged((day * MINUTES_A_DAY + a, day * MINUTES_A_DAY + b) for day, row in enumerate(week) for a, b in row)
    )
    if len(flat) > 1 and flat[0][0] == 0 and flat[-1][1] == MINUTES_A_WEEK:
        flat[-1] = (flat[-1][0], MINUTES_A_WEEK + flat.pop(0)[1])
    days: list[list[tuple[int, int]]] = [[] for _ in range(DAYS_A_WEEK)]
    for start, end in (piece for spell in flat for piece in _pieces(*spell)):
        midnight = start // MINUTES_A_DAY * MINUTES_A_DAY
        days[start // MINUTES_A_DAY % DAYS_A_WEEK].append((start - midnight, end - midnight))
    return tuple(tuple(sorted(sessions)) for sessions in days)


def merged(spans: Iterable[tuple[int, int]]) -> Row:
    """Return spans in order, those that overlap or touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((start, end) for start, end in spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _weekdays(before: Opening, after: Opening) -> list[Told]:
    """Return the weekdays that differ, those alike together; the last says what it comes to in a week."""
    old, new = (sessions_of_week(ordinary(rows_of(one))) for one in (before, after))
    pairs = [(a, b) if a != b else None for a, b in zip(old, new, strict=True)]
    told = [
        Told("opening", days, spans_words(old[first]), spans_words(new[first]))
        for days, first in day_groups(pairs)
        if pairs[first] is not None
    ]
    return [*told[:-1], *(last._replace(note=_in_all(old, new)) for last in told[-1:])]


def _in_all(before: Sequence[Row], after: Sequence[Row]) -> str:
    old, new = (sum(end - start for row in week for start, end in row) for week in (before, after))
    if old == new:
        return "as many hours a week"
    return f"open {hours_and_minutes(abs(new - old))} a week {'more' if new > old else 'less'}"


def _on_holidays(before: Opening, after: Opening) -> list[Told]:
    old, new = (_holiday(one) for one in (before, after))
    if old == new:
        return []
    words = ["as on the weekday" if one is None else spans_words(one) for one in (old, new)]
    return [Told("opening", "public holidays", words[0], words[1])]


def _about_holidays(before: Opening, after: Opening) -> Told:
    """Return the one difference left: which sessions run past midnight into, or out of, a holiday."""
    return Told("opening", "nights before and after public holidays", before.written, after.written)


def _holiday(opening: Opening) -> Row | None:
    """Return the sessions of public holidays, None where they are those of the weekday."""
    if opening.always or opening.holiday is None:
        return None
    own = merged(opening.holiday)
    return None if all(merged(spans) == own for spans in opening.weekdays) else own


def _dates(before: Hours, after: Hours) -> list[Told]:
    told = []
    for day in sorted({*before.opening.dates, *after.opening.dates}):
        old, new = (merged(_on(one, day)) for one in (before, after))
        if old != new:
            told.append(Told("dates", date_words(day), spans_words(old), spans_words(new), names=_names(day)))
    return told


def _about_dates(before: Hours, after: Hours) -> list[Told]:
    """Return dates about which other sessions run past midnight, though the sessions stated are the same."""
    told = []
    for day in sorted({*before.opening.dates, *after.opening.dates}):
        days = (day, day + timedelta(days=1))
        old, new = (tuple(_open_on(one, each) for each in days) for one in (before, after))
        if old != new:
            words = (before.opening.written, after.opening.written)
            told.append(Told("dates", f"nights before and after {date_words(day)}", *words, names=_names(day)))
    return told


def _names(day: date) -> tuple[str, ...]:
    return f"dates/{day}", "dates", "opening"


def _on(hours: Hours, day: date) -> Iterable[tuple[int, int]]:
    return hours.opening.sessions(day, is_holiday=day in hours.holidays)[0]


def _open_on(hours: Hours, day: date) -> Row:
    return _within([*_beyond(_on(hours, day - timedelta(days=1))), *_on(hours, day)])


def _sessions(opening: Opening, weekday: int, *, is_holiday: bool) -> Iterable[tuple[int, int]]:
    if opening.always:
        return ALL_DAY
    if is_holiday and opening.holiday is not None:
        return opening.holiday
    return opening.weekdays[weekday]


def _beyond(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what of a day's sessions lies on the next day, as minutes of that day."""
    return [(max(start - MINUTES_A_DAY, 0), end - MINUTES_A_DAY) for start, end in spans if end > MINUTES_A_DAY]


def _within(spans: Iterable[tuple[int, int]]) -> Row:
    return merged((start, min(end, MINUTES_A_DAY)) for start, end in spans)


def _pieces(start: int, end: int) -> list[tuple[int, int]]:
    """Return a spell whole if it lasts at most a day, else cut at each midnight."""
    if end - start <= MINUTES_A_DAY:
        return [(start, end)]
    first = (start // MINUTES_A_DAY + 1) * MINUTES_A_DAY
    cuts = [start, *range(first, end, MINUTES_A_DAY), end]
    return list(pairwise(cuts))

"""Hours, ages, distances and lists in the words of a difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dos_router.model.ages import AGE_LIMIT_DAYS, DAYS_IN_UNIT, AgeRange, days_of
from dos_router.model.opening import MINUTES_A_DAY

WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PAIR = 2

_UNITS = {"y": "years", "m": "months", "d": "days"}


def spans_words(spans: Iterable[tuple[int, int]]) -> str:
    """Return sessions as `09:00–12:00, 20:00–02:00 next day`, `all day`, or `closed`."""
    told = [_span_words(start, end) for start, end in spans]
    return ", ".join(told) or "closed"


def day_groups(week: Sequence[object]) -> list[tuple[str, int]]:
    """Return runs of weekdays with equal values as words (`Monday to Friday`), each with its first weekday."""
    runs: list[list[int]] = []
    for day, value in enumerate(week):
        if runs and week[runs[-1][0]] == value:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [(_run_words(run), run[0]) for run in runs]


def date_words(day: date) -> str:
    """Return a date as `Friday 25 December 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def hours_and_minutes(minutes: int) -> str:
    """Return a length as `2 h`, `45 min` or `26 h 30 min`: hours however many."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, *([f"{rest} min"] if rest else [])])


def kilometres_words(metres: int) -> str:
    """Return metres as `18 km` or `7.5 km`."""
    return f"{metres / 1000:.15g} km"


def listed(words: Iterable[str], otherwise: str) -> str:
    """Return words in order, joined by commas; something else for none."""
    return ", ".join(sorted(words)) or otherwise


def ages_taken(ranges: Iterable[AgeRange]) -> tuple[tuple[int, int | None], ...]:
    """Return the ages that ranges take as days from and until (None: no limit), in order and apart."""
    spans = [(one.low, AGE_LIMIT_DAYS if one.high is None else one.high + 1) for one in ranges] or [(0, AGE_LIMIT_DAYS)]
    found: list[tuple[int, int]] = []
    for low, end in sorted(span for span in spans if span[0] < AGE_LIMIT_DAYS):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((low, end))
    return tuple((low, None if end >= AGE_LIMIT_DAYS else end - 1) for low, end in found)


def ages_words(taken: tuple[tuple[int, int | None], ...]) -> str:
    """Return ages in days as people write them: `0–15 years, 65 years and over`."""
    if taken == ((0, None),):
        return "all ages"
    return ", ".join(_age_span(low, high) for low, high in taken) or "no age"


def _span_words(start: int, end: int) -> str:
    if (start, end) == (0, MINUTES_A_DAY):
        return "all day"
    later = end > MINUTES_A_DAY
    return f"{_clock(start)}–{_clock(end - MINUTES_A_DAY if later else end)}{' next day' if later else ''}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _run_words(run: list[int]) -> str:
    if len(run) == len(WEEKDAY_NAMES):
        return "every day"
    if len(run) <= PAIR:
        return " and ".join(WEEKDAY_NAMES[day] for day in run)
    return f"{WEEKDAY_NAMES[run[0]]} to {WEEKDAY_NAMES[run[-1]]}"


def _age_span(low: int, high: int | None) -> str:
    first, unit = _exactly(low)
    if high is None:
        return f"{first} {_UNITS[unit]} and over"
    last, last_unit = _exactly(high + 1)
    if unit == last_unit or not low:
        return f"{first}–{last - 1} {_UNITS[last_unit]}"
    return f"{first} {_UNITS[unit]} to {last - 1} {_UNITS[last_unit]}"


def _exactly(days: int) -> tuple[int, str]:
    """Return days as the largest unit of which they are a whole number."""
    for unit in ("y", "m"):
        count = -int(-days // DAYS_IN_UNIT[unit])
        if days_of(count, unit) == days:
            return count, unit
    return days, "d"

"""Ages, as whole days: 1 year is 365.25 days, 1 month 30.4375, rounded down (routing.md 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import ceil

from dos_router.diagnostics import Malformed

DAYS_IN_UNIT = {"y": 365.25, "m": 30.4375, "d": 1.0}  # exact in binary, so that products are too
AGE_LIMIT_DAYS = int(130 * 365.25)

_AGE = re.compile(r"(\d{1,6})\s*([ymd]?)", re.ASCII)
_RANGE = re.compile(r"(\d{1,6})([ymd]?)(?:\+|-(\d{1,6})([ymd]?))", re.ASCII)


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Ages from `low` to `high` days, both included; no `high` means no upper limit."""

    low: int
    high: int | None = None
    written: str = field(default="", compare=False)

    def contains(self, days: int) -> bool:
        """Say whether an age in days lies in the range."""
        return self.low <= days and (self.high is None or days <= self.high)


def parse_age(text: str) -> int:
    """Read `34`, `34y`, `7m` or `12d` as days, 0 up to the day before the 130th birthday.

    Raises Malformed for anything else.
    """
    match = _AGE.fullmatch(text.strip().lower())
    if match is None:
        raise Malformed(
            f"`{text}` is not an age", help="write years (`34`), months (`7m`) or days (`12d`)", rule="bad-age"
        )
    days = days_of(int(match[1]), match[2])
    if days >= AGE_LIMIT_DAYS:
        raise Malformed(f"age `{text}` is 130 years or more", help="give an age under 130 years", rule="bad-age")
    return days


def parse_age_range(text: str) -> AgeRange:
    """Read `0-15`, `3m-4y` or `16+`; an upper end includes all of its last year, month or day.

    Raises Malformed for another form, or a lower end that is not below the upper.
    """
    match = _RANGE.fullmatch(text.strip().lower())
    if match is None:
        raise Malformed(f"`{text}` is not an age range", help="write `5-15`, `3m-4y` or `16+`", rule="bad-age")
    low = days_of(int(match[1]), match[2])
    if match[3] is None:
        return AgeRange(low, None, text)
    high = days_of(int(match[3]) + 1, match[4]) - 1
    if low > high:
        raise Malformed(f"age range `{text}` ends before it begins", help="put the lower age first", rule="bad-age")
    return AgeRange(low, high, text)


def days_of(count: int, unit: str) -> int:
    """Return so many years (`y` or no unit), months (`m`) or days (`d`) as whole days, rounded down."""
    return int(count * DAYS_IN_UNIT[unit or "y"])


def describe_age(days: int) -> str:
    """Return an age as people say it: `34 years`, `7 months` (under two years), `12 days`."""
    years, months = _completed(days, "y"), _completed(days, "m")
    count, unit = (years, "year") if years > 1 else (months, "month") if months else (days, "day")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _completed(days: int, unit: str) -> int:
    """Return how many whole years or months an age in days holds: those whose own days do not exceed it."""
    return ceil((days + 1) / DAYS_IN_UNIT[unit]) - 1

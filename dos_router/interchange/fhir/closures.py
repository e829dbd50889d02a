"""FHIR's `notAvailable` → dates that are off, day by day.

A period's ends are days, months or years, or moments at which a day begins or ends in this country; each counts in
full, as FHIR has it. One without an end goes on for ever, or nobody knows how long: neither is a date of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dos_router.diagnostics import Malformed

LONGEST_CLOSURE = 366  # days
DECEMBER = 12
_ZONE = ZoneInfo("Europe/London")
_WHOLE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_LAST_MINUTE = time(23, 59)


def read_closures(entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return closures as dates that are off. Raises Malformed for one that is not of whole days."""
    found: dict[str, str] = {}
    for entry in entries:
        during = entry.get("during")
        if not isinstance(during, dict) or not during.get("start"):
            raise Malformed("a closure says no days", help="give `during` a start and an end", rule="bad-date")
        if not during.get("end"):
            said = f"the closure from `{during['start']}` has no end"
            raise Malformed(said, help="give `during` an end, or close the service by `active`", rule="bad-period")
        first, last = _days(during["start"])[0], _days(during["end"], is_end=True)[1]
        if not 0 <= (last - first).days <= LONGEST_CLOSURE:
            said = f"a closure from {first} until {last} is over a year long, or ends before it begins"
            raise Malformed(said, help="close the service by its status instead", rule="bad-period")
        found |= {str(first + timedelta(days=step)): "off" for step in range((last - first).days + 1)}
    return found


def _days(text: object, *, is_end: bool = False) -> tuple[date, date]:
    """Return the first and the last day that an end of a period speaks of."""
    if isinstance(text, str) and _MOMENT.fullmatch(text):
        day = _day_of(text, is_end=is_end)
        return day, day
    match = _WHOLE.fullmatch(str(text))
    try:
        year, month, day_of_month = (int(one or 1) for one in match.groups()) if match else (0, 1, 1)
        first = date(year, month, day_of_month)
        if match and match[3]:
            return first, first
        following = first.replace(month=month + 1) if match and match[2] and month < DECEMBER else date(year + 1, 1, 1)
    except ValueError as problem:
        raise _no_day(text) from problem
    return first, following - timedelta(days=1)


def _day_of(text: str, *, is_end: bool) -> date:
    """Return the day that begins, or ends, at a moment of this country's time."""
    try:
        moment = datetime.fromisoformat(text).astimezone(_ZONE)
        before = moment - timedelta(days=1)
    except (ValueError, OverflowError) as problem:
        raise _no_day(text) from problem
    midnight = moment.time() == time(0)
    if (is_end and moment.time() >= _LAST_MINUTE) or (midnight and not is_end):
        return moment.date()
    if midnight:
        return before.date()
    raise Malformed(f"the closure at `{text}` is of part of a day", help="give whole days", rule="bad-date")


def _no_day(text: object) -> Malformed:
    return Malformed(f"`{text}` is not a day", help="write it like `2026-12-25`", rule="bad-date")

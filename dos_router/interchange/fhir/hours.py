"""FHIR's `availableTime` and `notAvailable`, and our openings and dates.

A time of FHIR lies within its day, so an end at 24:00 is written 23:59:59 and read back as 24:00.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from dos_router.diagnostics import Malformed
from dos_router.interchange.fhir.names import DAYS
from dos_router.interchange.week import Slot, clock, opening_of, slots_of
from dos_router.model.opening import MINUTES_A_DAY, parse_opening

LAST_SECOND = "23:59:59"
LONGEST_CLOSURE = 366  # days
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d+)?", re.ASCII)


def available_times(opening: str) -> list[dict[str, Any]]:
    """Return an opening's week as `availableTime`: days of the same hours together."""
    by_hours: dict[tuple[int, int], list[str]] = defaultdict(list)
    for day, start, end in slots_of(parse_opening(opening)):
        by_hours[start, end].append(DAYS[day])
    return [_available(days, *hours) for hours, days in by_hours.items()]


def _available(days: list[str], start: int, end: int) -> dict[str, Any]:
    if (start, end) == (0, MINUTES_A_DAY):
        return {"daysOfWeek": days, "allDay": True}
    until = LAST_SECOND if end == MINUTES_A_DAY else f"{clock(end)}:00"
    return {"daysOfWeek": days, "availableStartTime": f"{clock(start)}:00", "availableEndTime": until}


def closures(dates: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the days on which a service is shut as `notAvailable`."""
    return [
        {"description": "closed", "during": {"start": day, "end": day}}
        for day, spans in sorted(dates.items())
        if spans == "off"
    ]


def exceptions_text(opening: str, dates: Mapping[str, str]) -> str | None:
    """Return in words what differs on public holidays and single dates, for people to read."""
    clauses = [clause.strip() for clause in opening.split(";")]
    said = [f"Public holidays: {clause.removeprefix('PH ')}" for clause in clauses if clause.startswith("PH ")]
    said += [f"{day}: {spans}" for day, spans in sorted(dates.items())]
    return "; ".join(said) or None


def read_available(entries: Any) -> str:  # noqa: ANN401 - JSON
    """Return `availableTime` as an opening. Raises Malformed for what has no meaning as hours."""
    slots = [slot for entry in _maps(entries, "availableTime") for slot in _slots(entry)]
    if not slots:
        raise Malformed("it states no hours", help="give them: an opening is needed", rule="no-hours")
    return opening_of(slots)


def _slots(entry: Mapping[str, Any]) -> Iterator[Slot]:
    days = entry.get("daysOfWeek") or list(DAYS)
    if not isinstance(days, list) or not all(day in DAYS for day in days):
        raise Malformed(f"`{days}` are not days of the week", help=f"write {', '.join(DAYS)}", rule="bad-hours")
    if entry.get("allDay") is True:
        spans = [(0, MINUTES_A_DAY)]
    else:
        spans = _spans(entry.get("availableStartTime"), entry.get("availableEndTime"))
    for day in days:
        for start, end in spans:
            yield from _within_days(DAYS.index(day), start, end)


def _spans(start: object, end: object) -> list[tuple[int, int]]:
    if start is None or end is None:
        raise Malformed("the hours have no start or no end", help="write both, or `allDay`", rule="bad-hours")
    first, last = _minute(start), _minute(end)
    if first == last:
        raise Malformed(f"the hours `{start}`–`{end}` have no length", help="write `allDay`, if so", rule="bad-hours")
    return [(first, last if last > first else last + MINUTES_A_DAY)]


def _within_days(day: int, start: int, end: int) -> Iterator[Slot]:
    yield Slot(day, start, min(end, MINUTES_A_DAY))
    if end > MINUTES_A_DAY:
        yield Slot((day + 1) % 7, 0, end - MINUTES_A_DAY)


def _minute(text: object) -> int:
    if text == LAST_SECOND:
        return MINUTES_A_DAY
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise Malformed(f"`{text}` is not a time", help="write it like `08:00:00`", rule="bad-hours")
    if match[3] != "00":
        raise Malformed(f"`{text}` is not a whole minute", help="hours begin and end on a minute", rule="bad-hours")
    return int(match[1]) * 60 + int(match[2])


def read_closures(entries: Any) -> dict[str, str]:  # noqa: ANN401 - JSON
    """Return `notAvailable` as dates that are off, day by day. Raises Malformed."""
    found: dict[str, str] = {}
    for entry in _maps(entries, "notAvailable"):
        during = entry.get("during")
        if not isinstance(during, dict) or not during.get("start"):
            raise Malformed("a closure says no days", help="give `during` a start and an end", rule="bad-date")
        first = _day(during["start"])
        last = _day(during.get("end") or during["start"])
        if not 0 <= (last - first).days <= LONGEST_CLOSURE:
            said = f"a closure from {first} until {last} is over a year long, or ends before it begins"
            raise Malformed(said, help="close the service by its status instead", rule="bad-period")
        found |= {str(first + timedelta(days=step)): "off" for step in range((last - first).days + 1)}
    return found


def _day(text: object) -> date:
    try:
        day = date.fromisoformat(str(text)[:10])
    except ValueError as problem:
        raise Malformed(f"`{text}` is not a day", help="write it like `2026-12-25`", rule="bad-date") from problem
    if len(str(text)) > len("2026-12-25"):
        raise Malformed(f"the closure at `{text}` is of part of a day", help="give whole days", rule="bad-date")
    return day


def _maps(entries: Any, name: str) -> list[Mapping[str, Any]]:  # noqa: ANN401 - JSON
    if entries is None:
        return []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Malformed(f"`{name}` is not a list of objects", help="see the FHIR specification", rule="bad-fhir")
    return entries

"""FHIR's `availableTime` and our openings; closures out.

A time of FHIR lies within its day, so an end at 24:00 is written 23:59:59 and read back as 24:00.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from dos_router.diagnostics import Malformed
from dos_router.interchange.fhir.names import DAYS
from dos_router.interchange.week import Slot, clock, joined, opening_of, slots_of
from dos_router.model.opening import MINUTES_A_DAY, parse_opening

LAST_SECOND = "23:59:59"
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
    slots = [slot for entry in objects_of(entries, "availableTime") for slot in _slots(entry)]
    if not slots:
        raise Malformed("it states no hours", help="give them: an opening is needed", rule="no-hours")
    return opening_of(joined(slots))


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


def objects_of(entries: Any, name: str) -> list[Mapping[str, Any]]:  # noqa: ANN401 - JSON
    """Return a list of objects; none for nothing. Raises Malformed for anything else."""
    if entries is None:
        return []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Malformed(f"`{name}` is not a list of objects", help="see the FHIR specification", rule="bad-fhir")
    return entries

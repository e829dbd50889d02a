"""Opening hours as they are written: a subset of OpenStreetMap's `opening_hours` (formats.md).

    24/7   |   Mo-Fr 08:00-18:30; Sa 09:00-12:00,14:00-17:00; PH off

What they mean on the calendar, holidays and clock changes included, is in routing/calendar.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from dos_router.diagnostics import Malformed

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MINUTES_A_DAY = 1440

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
_HELP = "write hours like `Mo-Fr 08:00-18:30; Sa 09:00-12:00; PH off`, or `24/7`"


class Span(NamedTuple):
    """Minutes after midnight of the day it starts on; an end over 1440 runs past midnight."""

    start: int
    end: int

    def __str__(self) -> str:
        """Return `HH:MM-HH:MM`, as files write it."""
        end = self.end if self.end <= MINUTES_A_DAY else self.end - MINUTES_A_DAY
        return f"{_clock(self.start)}-{_clock(end)}"


Spans = tuple[Span, ...]
ALL_DAY: Spans = (Span(0, MINUTES_A_DAY),)


@dataclass(frozen=True, slots=True)
class Opening:
    """Sessions by weekday (Monday first), on public holidays where stated, and on single dates."""

    always: bool = False
    weekdays: tuple[Spans, ...] = ((),) * 7
    holiday: Spans | None = None
    dates: Mapping[date, Spans] = field(default_factory=lambda: MappingProxyType({}))
    written: str = field(default="", compare=False)

    def sessions(self, day: date, *, is_holiday: bool) -> tuple[Spans, str]:
        """Return the sessions that start on a day, and what decides: `date`, `24/7`, `PH` or `weekday`."""
        if day in self.dates:
            return self.dates[day], "date"
        if self.always:
            return ALL_DAY, "24/7"
        if is_holiday and self.holiday is not None:
            return self.holiday, "PH"
        return self.weekdays[day.weekday()], "weekday"


def parse_opening(text: str, dates: Mapping[date, Spans] | None = None) -> Opening:
    """Read an opening text; `dates` are the sessions of single days. Raises Malformed."""
    stated = MappingProxyType(dict(dates or {}))
    tidy = text.strip()
    if tidy == "24/7":
        return Opening(always=True, dates=stated, written=tidy)
    weekdays: list[Spans] = [()] * 7
    holiday: Spans | None = None
    for clause in tidy.split(";"):
        days, spans = _parse_clause(clause.strip(), text)
        for day in days or ():
            weekdays[day] = spans
        holiday = spans if days is None else holiday
    return Opening(weekdays=tuple(weekdays), holiday=holiday, dates=stated, written=tidy)


def parse_spans(text: str) -> Spans:
    """Read `off`, or spans such as `08:00-12:00,13:00-18:00`; an end not after its start is next day's.

    Raises Malformed.
    """
    tidy = text.strip()
    if tidy == "off":
        return ()
    return tuple(sorted({_parse_span(part.strip(), text) for part in tidy.split(",")}))


def _parse_clause(clause: str, text: str) -> tuple[tuple[int, ...] | None, Spans]:
    """Return the weekdays of a clause (None stands for PH) and its sessions."""
    if clause == "24/7":
        raise Malformed(f"`24/7` stands beside other hours in `{text}`", help=f"{_HELP} alone", rule="bad-hours")
    if not clause:
        raise Malformed(f"a clause of the hours `{text}` is empty", help=_HELP, rule="bad-hours")
    first, _, rest = clause.partition(" ")
    if first[0].isdigit() or clause == "off":
        return tuple(range(7)), parse_spans(clause)
    if not rest.strip():
        raise Malformed(f"the clause `{clause}` states no hours", help=_HELP, rule="bad-hours")
    return None if first == "PH" else _parse_days(first), parse_spans(rest)


def _parse_days(text: str) -> tuple[int, ...]:
    """Return the weekdays that `Mo-Fr` or `Sa,Su` names; `Fr-Mo` runs over the weekend."""
    days: list[int] = []
    if text.endswith(","):
        raise Malformed(f"the days `{text}` break off", help="write them without a space: `Sa,Su`", rule="bad-hours")
    for part in text.split(","):
        ends = [_parse_day(name, text) for name in part.split("-", 1)]
        days += [(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)]
    return tuple(days)


def _parse_day(name: str, text: str) -> int:
    if name in WEEKDAYS:
        return WEEKDAYS.index(name)
    near = next((day for day in WEEKDAYS if day.lower() == name[:2].lower()), None)
    if name == "PH":
        raise Malformed(
            f"`{text}` mixes weekdays with `PH`", help="write `PH` as a clause of its own", rule="bad-hours"
        )
    cure = f"did you mean `{near}`?" if near else "weekdays are Mo Tu We Th Fr Sa Su; public holidays PH"
    raise Malformed(f"`{name}` is not a weekday", help=cure, rule="bad-hours")


def _parse_span(part: str, text: str) -> Span:
    match = _SPAN.fullmatch(part)
    if match is None or (match[3] == "24" and match[4] != "00"):
        whole = "" if part == text.strip() else f" in `{text.strip()}`"
        raise Malformed(
            f"`{part}` is not a span of hours{whole}", help="write it like `08:00-18:30`, or `off`", rule="bad-hours"
        )
    start, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    return Span(start, end if end > start else end + MINUTES_A_DAY)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"

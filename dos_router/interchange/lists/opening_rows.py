"""A second list with a row for each session of a day → the weeks and dated exceptions of services by key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.interchange.lists.day_hours import read_day
from dos_router.interchange.lists.delimited import ListRow, Sheet
from dos_router.interchange.lists.recipe import OpeningRows
from dos_router.model.opening import Spans

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%b %d %Y", "%d %b %Y", "%d %B %Y", "%B %d %Y", "%Y-%m-%d %H:%M:%S")


class Sessions(NamedTuple):
    """The week of a service, Monday first, and single dates as our files write them."""

    week: tuple[Spans, ...]
    dates: Mapping[str, str]


@dataclass(slots=True)
class OpeningList:
    """What a list of opening rows comes to: every row is used, of a kind that is not meant, or a fault."""

    sessions: dict[str, Sessions] = field(default_factory=dict)
    rows: int = 0
    used: int = 0
    other: int = 0
    faults: list[Diagnostic] = field(default_factory=list)
    spoilt: dict[str, Diagnostic] = field(default_factory=dict)


def read_opening_rows(sheet: Sheet, rule: OpeningRows) -> OpeningList:
    """Read a list of opening rows; a service with a faulty row has no hours, and `spoilt` says why."""
    found = OpeningList()
    weeks: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    begins: dict[str, Location] = {}
    for row in sheet.rows():
        found.rows += 1
        if isinstance(row, Diagnostic):
            found.faults.append(row)
        elif rule.kind and rule.kinds and row.get(rule.kind) not in rule.kinds:
            found.other += 1
        elif fault := _file(row, rule, weeks[row.get(rule.key)]):
            found.faults.append(fault)
            found.spoilt.setdefault(row.get(rule.key), fault)
        else:
            found.used += 1
            begins.setdefault(row.get(rule.key), row.at())
    for key, days in weeks.items():
        if key not in found.spoilt:
            _assemble(key, days, found, begins.get(key, sheet.file))
    return found


def _file(row: ListRow, rule: OpeningRows, days: dict[str, list[str]]) -> Diagnostic | None:
    """Put the hours of a row under its day or date."""
    try:
        name = _date(row.get(rule.date)) if rule.date and row.get(rule.date) else _weekday(row.get(rule.day))
        is_shut = rule.is_open is not None and row.get(rule.is_open).lower() in {"false", "0", "no", "n"}
        times = "closed" if is_shut else row.get(rule.times)
        read_day(times)
    except Malformed as problem:
        return error(problem.rule, problem.message, row.at(rule.times), problem.help)
    if times not in days[name]:
        days[name].append(times)
    return None


def _assemble(key: str, days: Mapping[str, list[str]], found: OpeningList, begins: Location) -> None:
    try:
        read = {name: _together(times) for name, times in days.items()}
    except Malformed as problem:
        found.spoilt[key] = error(problem.rule, problem.message, begins, problem.help)
        return
    week = tuple(read.get(str(day), ()) for day in range(7))
    dates = {name: ",".join(map(str, spans)) or "off" for name, spans in sorted(read.items()) if "-" in name}
    found.sessions[key] = Sessions(week, dates)


def _together(times: list[str]) -> Spans:
    """Return the sessions of a day's rows, which may stand in any order."""
    spans = sorted({span for text in times for span in read_day(text)})
    return read_day(",".join(map(str, spans))) if spans else ()


def _weekday(text: str) -> str:
    for day, name in enumerate(_DAYS):
        if len(text) > 1 and name.startswith(text.lower()):
            return str(day)
    raise Malformed(f"`{text}` is no weekday", help="write it like `Monday`", rule="bad-hours")


def _date(text: str) -> str:
    tidy = " ".join(text.split())
    for form in _DATE_FORMS:
        try:
            return str(datetime.strptime(tidy, form).date())  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Malformed(f"`{text}` is no date", help="write it like `2026-12-25`", rule="bad-date")

"""The tables of a directory: places, population, holidays and live capacity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from dos_router.diagnostics import Diagnostic, Location, Malformed, error, warning
from dos_router.loading.table_rows import Row, read_rows
from dos_router.model.directory import CapacityRow, Place, SmallArea
from dos_router.model.moments import parse_day, parse_moment
from dos_router.model.postcodes import parse_postcode
from dos_router.model.service import Point
from dos_router.spelling import did_you_mean

CAPACITY = ("green", "amber", "red")


def load_places(path: Path, where: Location, areas: Mapping[str, str]) -> tuple[dict[str, Place], list[Diagnostic]]:
    """Return places by postcode, sector or district; a place's area must be one of the directory's."""
    rows, problems = read_rows(path, where, ("postcode", "easting", "northing", "area"))
    places: dict[str, Place] = {}
    for row in rows:
        try:
            name, place = _place(row, areas)
        except Malformed as problem:
            problems.append(error(problem.rule, problem.message, row.at, problem.help))
            continue
        if name in places:
            problems.append(error("duplicate-place", f"the place `{name}` is given twice", row.at, "keep one of them"))
        places[name] = place
    return places, problems


def load_population(
    path: Path, where: Location, areas: Mapping[str, str]
) -> tuple[tuple[SmallArea, ...], list[Diagnostic]]:
    """Return the small areas of `population.csv`: id, easting, northing, area, people, and their postcode."""
    rows, problems = read_rows(path, where, ("id", "easting", "northing", "area", "people"))
    found: list[SmallArea] = []
    for row in rows:
        try:
            found.append(
                SmallArea(row.get("id"), _point(row, areas), _whole(row, "people"), row.get("postcode") or None)
            )
        except Malformed as problem:
            problems.append(error(problem.rule, problem.message, row.at, problem.help))
    return tuple(found), problems


def load_holidays(path: Path, where: Location) -> tuple[Mapping[date, str], list[Diagnostic]]:
    """Return public holidays by date: the directory's own list, or the shipped one of England."""
    if not path.is_file():
        with as_file(files("dos_router.reference") / "holidays_england.csv") as shipped:
            return load_holidays(shipped, Location("holidays_england.csv")) if shipped.is_file() else ({}, [])
    rows, problems = read_rows(path, where, ("date", "name"))
    holidays: dict[date, str] = {}
    for row in rows:
        try:
            holidays[parse_day(row.get("date"))] = row.get("name")
        except Malformed as problem:
            problems.append(error(problem.rule, problem.message, row.at, problem.help))
    return MappingProxyType(holidays), problems


def load_capacity(
    path: Path, where: Location, zone: ZoneInfo, services: Mapping[str, object]
) -> tuple[Mapping[str, tuple[CapacityRow, ...]], list[Diagnostic]]:
    """Return the live capacity rows of each service, by rising `since`."""
    rows, problems = read_rows(path, where, ("service", "status", "since", "until"))
    found: dict[str, list[CapacityRow]] = defaultdict(list)
    for row in rows:
        name = row.get("service")
        if name not in services:
            problems.append(
                warning(
                    "capacity-of-unknown-service", f"there is no service `{name}`", row.at, did_you_mean(name, services)
                )
            )
        try:
            found[name].append(_capacity(row, zone))
        except Malformed as problem:
            problems.append(error(problem.rule, problem.message, row.at, problem.help))
    return MappingProxyType(
        {name: tuple(sorted(rows, key=lambda r: (r.since, r.at))) for name, rows in found.items()}
    ), problems


def _place(row: Row, areas: Mapping[str, str]) -> tuple[str, Place]:
    return parse_postcode(row.get("postcode")), _point(row, areas)


def _point(row: Row, areas: Mapping[str, str]) -> Place:
    area = row.get("area") or None
    if area is not None and area not in areas:
        raise Malformed(f"there is no area `{area}`", help=did_you_mean(area, areas), rule="unknown-area")
    return Place(Point(_whole(row, "easting"), _whole(row, "northing")), area)


def _whole(row: Row, column: str) -> int:
    text = row.get(column)
    if not (text.isascii() and text.isdigit() and len(text) <= len("1300000") + 2):
        raise Malformed(f"{column} `{text}` is not a whole number", help="write digits alone", rule="bad-number")
    return int(text)


def _capacity(row: Row, zone: ZoneInfo) -> CapacityRow:
    status = row.get("status")
    if status not in CAPACITY:
        raise Malformed(f"`{status}` is not a capacity", help="write green, amber or red", rule="bad-capacity")
    since = parse_moment(row.get("since"), zone)
    until = parse_moment(row.get("until"), zone) if row.get("until") else None
    if until is not None and until <= since:
        raise Malformed("the row ends before it begins", help="put `since` before `until`", rule="bad-period")
    return CapacityRow(since, until, status, row.at)

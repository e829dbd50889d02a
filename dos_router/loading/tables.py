"""The tables of a directory: places, population, holidays and live capacity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from dos_router.diagnostics import Diagnostic, Location, Malformed, error, warning
from dos_router.loading.table_rows import FaultyCell, Row, read_rows
from dos_router.model.directory import AGE_BANDS, CapacityRow, Place, SmallArea
from dos_router.model.moments import parse_day, parse_moment
from dos_router.model.postcodes import parse_postcode
from dos_router.model.service import Point
from dos_router.spelling import did_you_mean

CAPACITY = ("green", "amber", "red")
LONGEST_NUMBER = 9  # digits
DECILES = 10


def load_places(path: Path, where: Location, areas: Mapping[str, str]) -> tuple[dict[str, Place], list[Diagnostic]]:
    """Return places by postcode, sector or district; a place's area must be one of the directory's."""
    rows, problems = read_rows(path, where, ("postcode", "easting", "northing", "area"))
    places: dict[str, Place] = {}
    for row in rows:
        try:
            name, place = _place(row, areas)
        except FaultyCell as fault:
            problems.append(fault.diagnostic)
            continue
        if name in places:
            problems.append(error("duplicate-place", f"the place `{name}` is given twice", row.at, "keep one of them"))
        places[name] = place
    return places, problems


def load_population(
    path: Path, where: Location, areas: Mapping[str, str]
) -> tuple[tuple[SmallArea, ...], list[Diagnostic]]:
    """Return the small areas of `population.csv`: id, easting, northing, area, people, and what else it states.

    That is a postcode, the people by age band, and the decile of deprivation, each optional.
    """
    rows, problems = read_rows(path, where, ("id", "easting", "northing", "area", "people"))
    found: list[SmallArea] = []
    for row in rows:
        try:
            found.append(_small_area(row, areas))
        except FaultyCell as fault:
            problems.append(fault.diagnostic)
    return tuple(found), problems


def load_holidays(path: Path, where: Location) -> tuple[Mapping[date, str], list[Diagnostic]]:
    """Return public holidays by date: the directory's own list, or the shipped one of England."""
    if not path.is_file():
        from importlib.resources import as_file, files  # noqa: PLC0415 - heavy, and only here

        with as_file(files("dos_router.reference") / "holidays_england.csv") as shipped:
            return load_holidays(shipped, Location("holidays_england.csv")) if shipped.is_file() else ({}, [])
    rows, problems = read_rows(path, where, ("date", "name"))
    holidays: dict[date, str] = {}
    for row in rows:
        try:
            holidays[row.read("date", parse_day)] = row.get("name")
        except FaultyCell as fault:
            problems.append(fault.diagnostic)
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
        except FaultyCell as fault:
            problems.append(fault.diagnostic)
    return MappingProxyType(
        {name: tuple(sorted(rows, key=_latest_and_worst)) for name, rows in found.items()}
    ), problems


def _latest_and_worst(row: CapacityRow) -> tuple[int, int]:
    return row.since, CAPACITY.index(row.status)  # of two that begin together the worse counts


def _place(row: Row, areas: Mapping[str, str]) -> tuple[str, Place]:
    return row.read("postcode", parse_postcode), _point(row, areas)


def _point(row: Row, areas: Mapping[str, str]) -> Place:
    area = row.read("area", lambda text: _area(text, areas))
    return Place(Point(row.read("easting", _whole), row.read("northing", _whole)), area)


def _small_area(row: Row, areas: Mapping[str, str]) -> SmallArea:
    bands = tuple(row.read(band.column, _whole_or_none) for band in AGE_BANDS)
    counted = any(count is not None for count in bands)
    return SmallArea(
        row.get("id"), _point(row, areas), row.read("people", _whole), row.get("postcode") or None,
        bands=tuple(count or 0 for count in bands) if counted else None,
        deprivation=row.read("deprivation_decile", _decile),
    )  # fmt: skip


def _area(text: str, areas: Mapping[str, str]) -> str | None:
    if text and text not in areas:
        raise Malformed(f"there is no area `{text}`", help=did_you_mean(text, areas), rule="unknown-area")
    return text or None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise Malformed(f"`{text}` is not a whole number", help="write digits alone", rule="bad-number")
    return int(text)


def _whole_or_none(text: str) -> int | None:
    return _whole(text) if text else None


def _decile(text: str) -> int | None:
    decile = _whole_or_none(text)
    if decile is not None and not 1 <= decile <= DECILES:
        raise Malformed(
            f"`{text}` is not a decile", help=f"write 1 to {DECILES}, 1 for the most deprived", rule="bad-number"
        )
    return decile


def _capacity(row: Row, zone: ZoneInfo) -> CapacityRow:
    status = row.read("status", _status)
    since = row.read("since", lambda text: parse_moment(text, zone))
    until = row.read("until", lambda text: _until(text, since, zone))
    return CapacityRow(since, until, status, row.at)


def _status(text: str) -> str:
    if text not in CAPACITY:
        raise Malformed(f"`{text}` is not a capacity", help="write green, amber or red", rule="bad-capacity")
    return text


def _until(text: str, since: int, zone: ZoneInfo) -> int | None:
    until = parse_moment(text, zone) if text else None
    if until is not None and until <= since:
        raise Malformed("the row ends before it begins", help="put `since` before `until`", rule="bad-period")
    return until

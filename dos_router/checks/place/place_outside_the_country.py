"""A row of the places, or of the population, that lies outside Great Britain.

Callers from there find no service, and people counted there are counted nowhere. Grid references go up to 700 km east
and 1,300 km north; `0,0` stands for a postcode that could not be placed. Correct the row, or delete it.

Fails:
    # places.csv
    postcode,easting,northing,area
    ZZ1 1AA,500250,200350,north
    ZZ2,0,0,south

Passes:
    # places.csv
    postcode,easting,northing,area
    ZZ1 1AA,500250,200350,north
    ZZ2,503000,194000,south
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Location, Severity
from dos_router.loading.table_rows import read_rows
from dos_router.model.service import Point

SEVERITY = Severity.WARNING
TABLES = ("places.csv", "places.parquet")
CURE = "correct the row, or delete it"
GRID = Point(700_000, 1_300_000)


def find(subject: Subject) -> Iterator[Found]:
    """Yield the places, by name, and the small areas that lie off the grid, or at its very corner."""
    directory = subject.directory
    outside = [name for name, place in directory.places.items() if _is_outside(place.point)]
    for name, at in _rows(directory.folder, TABLES, "postcode", outside):
        yield Found(f"the place `{name}` lies outside Great Britain", at, CURE)
    small = [one.id for one in directory.population if _is_outside(one.place.point)]
    for name, at in _rows(directory.folder, ("population.csv",), "id", small):
        yield Found(f"the population point `{name}` lies outside Great Britain", at, CURE)


def _rows(folder: str, tables: tuple[str, ...], column: str, names: list[str]) -> Iterator[tuple[str, Location | None]]:
    """Yield each of the names with the row of the first table there is that gives it; included ones without."""
    found: dict[str, Location] = {}
    table = next((name for name in tables if (Path(folder) / name).is_file()), None)
    if names and table:
        rows, _ = read_rows(Path(folder) / table, Location(table, folder=folder), (column,))
        found = {" ".join(row.get(column).upper().split()): row.at for row in rows}
    yield from ((name, found.get(name.upper())) for name in names)


def _is_outside(point: Point) -> bool:
    return point.easting > GRID.easting or point.northing > GRID.northing or not (point.easting and point.northing)

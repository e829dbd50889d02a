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
from dos_router.model.service import Point

SEVERITY = Severity.WARNING
TABLES = ("places.csv", "places.parquet")
CURE = "correct the row, or delete it"
GRID = Point(700_000, 1_300_000)


def find(subject: Subject) -> Iterator[Found]:
    """Yield the places, by name, and the small areas that lie off the grid, or at its very corner."""
    directory = subject.directory
    folder = directory.folder
    for name, place in directory.places.items():
        if _is_outside(place.point):
            at = next((Location(file, folder=folder) for file in TABLES if (Path(folder) / file).is_file()), None)
            yield Found(f"the place `{name}` lies outside Great Britain", at, CURE)
    for small in directory.population:
        if _is_outside(small.place.point):
            said = f"the population point `{small.id}` lies outside Great Britain"
            yield Found(said, Location("population.csv", folder=folder), CURE)


def _is_outside(point: Point) -> bool:
    return point.easting > GRID.easting or point.northing > GRID.northing or not (point.easting and point.northing)

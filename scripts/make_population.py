"""Makes a directory's population.csv: people in each postcode district of its places.csv.

    python scripts/make_population.py directories/milton-keynes --area milton-keynes \
        --small-areas lsoa.csv --people-column pop_2020 --source "ONS mid-2020 estimates"

The small areas are any CSV of points with people: `lat,lon` or `easting,northing`, and a column of people.
Each counts where the live postcode nearest to it lies, or not at all when that is outside the areas.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from code_point_open import COPYRIGHT, ScriptError, archive_source, find_archive, read_areas, read_units
from convertbng.cutil import convert_to_osgb36
from make_places import COLUMNS as PLACE_COLUMNS
from make_places import Place, Table, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from code_point_open import Areas, Unit

COLUMNS = ("id", "easting", "northing", "area", "people", "postcode")
CELL = 1000  # metres: the side of the squares that postcodes are filed in
REACH = 30  # squares: how far from a small area its postcode may be
ROUNDING = 100  # people


class SmallArea(NamedTuple):
    """A point of the British National Grid, in metres, and the people who live about it."""

    easting: int
    northing: int
    people: int


class Nearby(NamedTuple):
    """A live postcode as a small area sees it; `district` is empty for one outside the areas asked for."""

    easting: int
    northing: int
    district: str


@dataclass(slots=True)
class Postcodes:
    """Live postcodes filed by square, to find the nearest without looking at them all."""

    squares: dict[tuple[int, int], list[Nearby]] = field(default_factory=lambda: defaultdict(list))

    def add(self, postcode: Nearby) -> None:
        """File one."""
        self.squares[postcode.easting // CELL, postcode.northing // CELL].append(postcode)

    def nearest(self, point: SmallArea) -> Nearby | None:
        """Find the postcode nearest in a straight line, the first by district of equals; none beyond reach."""
        best: tuple[int, str, Nearby] | None = None
        for ring in range(REACH):
            if best and best[0] <= ((ring - 1) * CELL) ** 2:
                break
            for square in _ring(point.easting // CELL, point.northing // CELL, ring):
                for postcode in self.squares.get(square, ()):
                    entry = (_squared_distance(point, postcode), postcode.district, postcode)
                    best = min(best, entry) if best else entry
        return best[2] if best else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file and say on standard error what it sums to; 2 when something is to be put right first."""
    options = _parse(arguments)
    try:
        districts = read_districts(options.folder / "places.csv")
        small_areas = read_small_areas(options.small_areas, options.people_column)
        people = count_people(options, small_areas, districts)
        output = options.output or options.folder / "population.csv"
        write_table(output, Table(COLUMNS, rows_of(people, districts), _notes(options.source)))
    except ScriptError as error:
        sys.stderr.write(f"make_population: {error}\n")
        return 2
    sys.stderr.write(f"make_population: {sum(people.values())} people in {len(people)} districts, {output}\n")
    return 0


def read_districts(path: Path) -> dict[str, Place]:
    """Read the postcode districts of a places.csv, by name; its sectors and full postcodes are passed over."""
    if not path.is_file():
        raise ScriptError(f"there is no `{path}`: make it first with make_places.py")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        if rows.fieldnames is None or tuple(rows.fieldnames) != PLACE_COLUMNS:
            raise ScriptError(f"`{path}` does not have the columns {', '.join(PLACE_COLUMNS)}")
        places = [Place(row["postcode"], int(row["easting"]), int(row["northing"]), row["area"]) for row in rows]
    return {place.postcode: place for place in places if " " not in place.postcode}


def read_small_areas(path: Path, people_column: str) -> list[SmallArea]:
    """Points with people; latitudes and longitudes (WGS 84) are turned into grid references."""
    if not path.is_file():
        raise ScriptError(f"there is no file `{path}`")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        columns = set(rows.fieldnames or ())
        table = list(rows)
    if people_column not in columns:
        raise ScriptError(f"`{path}` has no column `{people_column}`: name it with --people-column")
    try:
        return [
            SmallArea(round(easting), round(northing), int(row[people_column]))
            for (easting, northing), row in zip(_grid_references(table, columns), table, strict=True)
        ]
    except ValueError as error:
        raise ScriptError(f"`{path}` has something that is not a number: {error}") from error


def _grid_references(table: list[dict[str, str]], columns: set[str]) -> Iterable[tuple[float, float]]:
    if {"easting", "northing"} <= columns:
        return [(float(row["easting"]), float(row["northing"])) for row in table]
    if not {"lat", "lon"} <= columns:
        raise ScriptError("the small areas need columns `lat` and `lon`, or `easting` and `northing`")
    longitudes, latitudes = ([float(row[name]) for row in table] for name in ("lon", "lat"))
    eastings, northings = convert_to_osgb36(longitudes, latitudes)
    return zip(map(float, eastings), map(float, northings), strict=True)


def count_people(
    options: argparse.Namespace, small_areas: Sequence[SmallArea], districts: Mapping[str, Place]
) -> Counter[str]:
    """People by district: those of a district that is not listed go to the nearest one that is."""
    areas = read_areas(options.area)
    every, listed = file_postcodes(_about(read_units(find_archive()), small_areas), areas, districts)
    people: Counter[str] = Counter()
    for point in small_areas:
        place = every.nearest(point)
        if place and place.district and place.district not in districts:
            place = listed.nearest(point)
        if place and place.district:
            people[place.district] += point.people
    return people


def _about(units: Iterable[Unit], points: Sequence[SmallArea]) -> Iterator[Unit]:
    """Keep the postcodes in the box that holds all points, with a margin: no others can be near them."""
    margin = REACH * CELL
    if not points:
        return iter(())
    west, east = min(p.easting for p in points) - margin, max(p.easting for p in points) + margin
    south, north = min(p.northing for p in points) - margin, max(p.northing for p in points) + margin
    return (unit for unit in units if west <= unit.easting <= east and south <= unit.northing <= north)


def file_postcodes(units: Iterable[Unit], areas: Areas, districts: Mapping[str, Place]) -> tuple[Postcodes, Postcodes]:
    """All postcodes, and only those inside the areas and in a district that is listed."""
    every, listed = Postcodes(), Postcodes()
    for unit in units:
        inside = areas.of(unit) in areas.chosen
        postcode = Nearby(unit.easting, unit.northing, unit.outward if inside else "")
        every.add(postcode)
        if inside and unit.outward in districts:
            listed.add(postcode)
    return every, listed


def rows_of(people: Counter[str], districts: Mapping[str, Place]) -> list[tuple[str | int, ...]]:
    """Make the rows of population.csv, by district; people to the nearest hundred, no row where that is nought."""
    rounded = {name: (count + ROUNDING // 2) // ROUNDING * ROUNDING for name, count in people.items()}
    return [
        (name, place.easting, place.northing, place.area, rounded[name], name)
        for name, place in sorted(districts.items())
        if rounded.get(name)
    ]


def _ring(east: int, north: int, ring: int) -> Iterator[tuple[int, int]]:
    """List the squares whose larger step from the one in the middle is `ring`."""
    for right in range(-ring, ring + 1):
        step = 1 if abs(right) == ring else max(1, 2 * ring)
        for up in range(-ring, ring + 1, step):
            yield east + right, north + up


def _squared_distance(point: SmallArea, postcode: Nearby) -> int:
    return (point.easting - postcode.easting) ** 2 + (point.northing - postcode.northing) ** 2


def _notes(source: str) -> tuple[str, ...]:
    postcodes = f"by the nearest postcode of {archive_source()}"
    return (*COPYRIGHT, f"people: {source}", f"made by scripts/make_population.py, {postcodes}")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the directory's folder, with its places.csv")
    parser.add_argument("--area", action="append", required=True, metavar="ID", help="as for make_places.py")
    parser.add_argument("--small-areas", type=Path, required=True, help="CSV of points with people")
    parser.add_argument("--people-column", default="people", help="its column of people; default: people")
    parser.add_argument("--source", required=True, help="whose figures they are, for the attribution")
    parser.add_argument("-o", "--output", type=Path, help="default: population.csv in the folder")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

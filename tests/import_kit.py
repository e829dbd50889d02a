"""A small directory to import lists into, lists written any way, and where the real open data is."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from dos_router.interchange.lists.delimited import open_sheet
from dos_router.interchange.lists.import_list import import_list
from dos_router.interchange.lists.job import Imported, ListImport
from dos_router.interchange.lists.recipe import Recipe
from dos_router.interchange.lists.recipes import recipe_for
from dos_router.loading.directory import Loaded, load

DATA = Path(os.environ.get("DOS_ROUTER_DATA", Path(__file__).parents[2] / "shared" / "data"))
needs_data = pytest.mark.skipif(not (DATA / "services").is_dir(), reason="the real open data is not here")

DIRECTORY = """\
format: 1
id: coast
title: Coast
serial: 1
valid: {from: 2026-11-01, until: 2027-10-31}
commissioners: [{id: coast, name: Coast ICB, ods: QZZ, areas: [coast], lead: true}]
areas: {coast: Coast}
"""
PROFILES = """\
pharmacy-minor-illness: {symptoms: [SG1043/*], dispositions: [Dx28]}
gp-in-hours: {symptoms: ['*'], dispositions: [Dx05]}
dental-practice: {symptoms: [SG1169/*], dispositions: [Dx20]}
walk-in-centre: {symptoms: [SG1107/*], dispositions: [Dx03]}
minor-injury: {symptoms: [SG1107/*], dispositions: [Dx03]}
minor-illness: {symptoms: [SG1043/*], dispositions: [Dx05]}
"""
PLACES = (
    "postcode,easting,northing,area\nZE1 1AA,600000,160000,coast\nZE1 2,601000,161000,coast\nZE1,602000,162000,coast\n"
)
HAND = """\
# kept by hand
provider: {name: Hand Pharmacies, kind: private}
services:
  - id: pier-pharmacy
    name: Pier Pharmacy
    type: pharmacy
    ods: FZZ99
    location: {postcode: ZE1 1AA}
    opening: Mo-Fr 09:00-17:00
    handles: [pharmacy-minor-illness]
"""
LIKE = Recipe.model_validate(
    {
        "format": "1", "id": "chemists", "title": "chemists", "source": "a list of chemists",
        "key": "code", "name": "name",
        "ods": "code", "address": ["address"], "postcode": "postcode", "phone": "phone", "commissioner": "icb",
        "provider": {"name": "owner", "kind": "private"}, "type": {"always": "pharmacy"}, "hours": {"week": "hours"},
        "types": {"pharmacy": {"handles": ["pharmacy-minor-illness"], "how": "walk-in"}},
    }
)  # fmt: skip
COLUMNS = ("code", "name", "owner", "address", "postcode", "phone", "hours", "icb")
PLAIN = (
    "FA001",
    "HARBOUR CHEMIST",
    "HARBOUR LTD",
    "1 THE QUAY, MARSTEAD",
    "ZE1 1AA",
    "01632 960001",
    "Mo-Fr 09:00-17:30",
    "QZZ",
)


def made_directory(home: Path) -> Path:
    """Write the small directory, and return its folder."""
    folder = home / "coast"
    (folder / "services").mkdir(parents=True)
    texts = {"directory.yaml": DIRECTORY, "profiles.yaml": PROFILES, "places.csv": PLACES, "services/hand.yaml": HAND}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def chemist(**changed: str) -> tuple[str, ...]:
    """Return a row of the list of chemists."""
    return tuple(dict(zip(COLUMNS, PLAIN, strict=True), **changed).values())


def write_list(path: Path, rows: Iterable[Iterable[str]], columns: Iterable[str] = COLUMNS) -> Path:
    """Write a list of cells as CSV, every cell in quotation marks."""
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (columns, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(path: Path, folder: Path | None, **asked: Any) -> Imported:
    """Import a list into a directory's services, by the recipe that fits or the list of chemists."""
    directory = load(folder).directory if folder else None
    target = asked.pop("target", None) or (folder / "services" if folder else path.parent / "out")
    recipe = asked.pop("recipe", None) or recipe_for(open_sheet(path, asked.get("encoding")).columns) or LIKE
    found = import_list(ListImport(path=path, recipe=recipe, target=target, directory=directory, **asked))
    assert found.tally.rows == found.tally.services + found.tally.reported.total()
    return found


def loaded(folder: Path) -> Loaded:
    """Load a directory that must have no problem at all."""
    found = load(folder)
    assert [str(problem) for problem in found.problems] == []
    assert found.directory is not None
    return found

"""Where a row's service is: its postcode, found in the directory's places, and its coordinates, held to agree."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.cells import read_degrees, read_grid
from dos_router.interchange.lists.delimited import ListRow
from dos_router.interchange.lists.recipe import Recipe
from dos_router.interchange.lists.row_hours import RowFault
from dos_router.interchange.lists.surroundings import Surroundings
from dos_router.loading.positions import AGREEMENT
from dos_router.model.postcodes import is_full, parse_postcode
from dos_router.model.service import Point, squared_distance


class RowPlace(NamedTuple):
    """The `location` of a service, and what should be looked at: pairs of rule and message."""

    fields: Mapping[str, str]
    remarks: tuple[tuple[str, str], ...] = ()


def place_of(row: ListRow, recipe: Recipe, around: Surroundings) -> RowPlace:
    """Return where a service is; nowhere for a row with neither postcode nor coordinates. Raises RowFault.

    Coordinates are kept where the directory knows the postcode by its sector or district alone. Those that lie
    too far from the postcode to be right are left out, and told.
    """
    postcode = _postcode(row, recipe.postcode)
    point, remarks = _point(row, recipe)
    known = around.place(postcode) if postcode else None
    if postcode and around.directory and known is None:
        near = f"its places do not reach it; it is for {around.directory.title}"
        raise RowFault(
            recipe.postcode, Malformed(f"there is no place `{postcode}`", help=near, rule="unknown-postcode")
        )
    if point and known and _apart(point, known.place.point) > AGREEMENT[known.by]:
        away = _apart(point, known.place.point) / 1000
        remarks.append(("place-disagrees", f"the coordinates are {away:.1f} km from `{postcode}`, and are left out"))
        point = None
    exact = point if not (known and known.by == "postcode") else None
    fields = {"postcode": postcode} if postcode else {}
    if exact and (around.directory or not postcode):
        fields |= {"easting": str(exact.easting), "northing": str(exact.northing)}
    return RowPlace(fields, tuple(remarks))


def _postcode(row: ListRow, column: str | None) -> str | None:
    if not row.get(column):
        return None
    try:
        postcode = parse_postcode(row.get(column))
    except Malformed as problem:
        raise RowFault(column, problem) from problem
    if not is_full(postcode):
        cure = "a service needs its whole postcode"
        raise RowFault(column, Malformed(f"`{postcode}` is not a whole postcode", help=cure, rule="bad-postcode"))
    return postcode


def _point(row: ListRow, recipe: Recipe) -> tuple[Point | None, list[tuple[str, str]]]:
    """Return the row's coordinates; spoilt ones beside a postcode are only remarked."""
    grid = row.get(recipe.easting), row.get(recipe.northing)
    degrees = row.get(recipe.latitude), row.get(recipe.longitude)
    try:
        if all(grid):
            return read_grid(*grid), []
        return (read_degrees(*degrees), []) if all(degrees) else (None, [])
    except Malformed as problem:
        if row.get(recipe.postcode):
            return None, [(problem.rule, f"{problem.message}, and is left out")]
        raise RowFault(recipe.easting or recipe.latitude, problem) from problem


def _apart(here: Point, there: Point) -> float:
    return math.sqrt(squared_distance(here, there) or 0)

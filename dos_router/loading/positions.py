"""Where a service is: its grid reference, from its postcode or as written, the two held to agree."""

from __future__ import annotations

from collections.abc import Mapping

from dos_router.diagnostics import Diagnostic, Location, error, warning
from dos_router.loading.shapes.services import LocationShape
from dos_router.model.directory import Place
from dos_router.model.postcodes import widening
from dos_router.model.service import Point, squared_distance
from dos_router.spelling import nearest

# how far a written reference may lie from its postcode's, in metres, by how exactly the postcode is known
AGREEMENT = {"postcode": 1_000, "sector": 15_000, "district": 30_000}
GRID = Point(700_000, 1_300_000)


def find_position(
    shape: LocationShape | None, at: Location, places: Mapping[str, Place]
) -> tuple[Point | None, list[Diagnostic]]:
    """Return a service's point, None for one without a place, and what is wrong with it."""
    if shape is None or (shape.postcode is None and shape.easting is None and shape.northing is None):
        return None, []
    if (shape.easting is None) != (shape.northing is None):
        return None, [
            error("half-a-grid-reference", "easting and northing go together", at, "give both, or a postcode alone")
        ]
    found = find(shape.postcode, places) if shape.postcode else None
    if shape.easting is None or shape.northing is None:
        return (found[0], []) if found else (None, [_unknown(str(shape.postcode), at, places)])
    point = Point(shape.easting, shape.northing)
    if point.easting > GRID.easting or point.northing > GRID.northing:
        return None, [error("outside-the-grid", "the grid reference is outside Great Britain", at, "give whole metres")]
    if found is None:
        return point, [
            warning("unknown-postcode", f"there is no place `{shape.postcode}`", at)
        ] if shape.postcode else []
    return point, _disagreement(point, found, str(shape.postcode), at)


def find(postcode: str, places: Mapping[str, Place]) -> tuple[Point, str] | None:
    """Return the point of a postcode, its sector or its district, and which of them it was."""
    return next(((places[name].point, kind) for kind, name in widening(postcode) if name in places), None)


def _disagreement(point: Point, found: tuple[Point, str], postcode: str, at: Location) -> list[Diagnostic]:
    apart = squared_distance(point, found[0]) or 0
    if apart <= AGREEMENT[found[1]] ** 2:
        return []
    said = f"the grid reference is {apart**0.5 / 1000:.1f} km from the postcode `{postcode}`"
    return [error("place-disagrees", said, at, "correct one of them; are easting and northing swapped?")]


def _unknown(postcode: str, at: Location, places: Mapping[str, Place]) -> Diagnostic:
    near = nearest(postcode, places, 3)
    cure = f"nearest known: {', '.join(near)}; else add it to the places, or give easting and northing"
    return error("unknown-postcode", f"there is no place `{postcode}`", at, cure if near else "add it to the places")

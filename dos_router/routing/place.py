"""Where a caller is: a postcode of the directory's places, a grid reference, or latitude and longitude."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from dos_router.diagnostics import Malformed
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.postcodes import parse_postcode
from dos_router.model.service import Point
from dos_router.spelling import nearest

EDGE = Point(700_000, 1_300_000)  # of the British National Grid, in metres

_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,15})?", re.ASCII)


class Whereabouts(NamedTuple):
    """A caller's point, with the postcode it was found by (itself, its sector or its district) and area."""

    point: Point | None = None
    postcode: str | None = None
    by: str | None = None
    area: str | None = None


NOWHERE = Whereabouts()


def find_whereabouts(call: CallText, directory: Directory) -> Whereabouts:
    """Return where the call comes from. Coordinates beside a postcode give the point, it gives the area.

    Raises Malformed where nothing is stated, or what is stated cannot be found.
    """
    stated = call.stated()
    point = _point(stated)
    if "postcode" in stated:
        found = _find_postcode(stated["postcode"], directory)
        return found if point is None else found._replace(point=point)
    if point is None:
        raise Malformed("the place is missing", help="give a postcode with --postcode", rule="missing-place")
    return Whereabouts(point)


def _point(stated: dict[str, str]) -> Point | None:
    if {"easting", "northing"} & stated.keys() and {"lat", "lon"} & stated.keys():
        cure = "give --easting and --northing, or --lat and --lon"
        raise Malformed("the place is given as a grid reference and in degrees", help=cure, rule="bad-easting")
    for first, second, read in (("easting", "northing", _grid), ("lat", "lon", _degrees)):
        if (first in stated) != (second in stated):
            lacking = second if first in stated else first
            raise Malformed(
                f"the {lacking} is missing", help=f"give --{first} and --{second} together", rule=f"missing-{lacking}"
            )
        if first in stated:
            return read(stated[first], stated[second])
    return None


def _find_postcode(text: str, directory: Directory) -> Whereabouts:
    postcode = parse_postcode(text)
    found = directory.find_place(postcode)
    squeezed = postcode.replace(" ", "")
    if found is None and " " not in postcode and squeezed[-1].isdigit() and len(squeezed) > 2:  # noqa: PLR2004
        # `CT94` was meant as sector `CT9 4`, there being no district of that name
        postcode = f"{squeezed[:-1]} {squeezed[-1]}"
        found = directory.find_place(postcode) if postcode in directory.places else None
    if found is None:
        near = _nearest_places(parse_postcode(text), directory)
        cure = f"nearest known: {', '.join(near)}" if near else f"known are those of {directory.title}"
        raise Malformed(
            f"there is no place `{parse_postcode(text)}` in {directory.id}", help=cure, rule="unknown-postcode"
        )
    return Whereabouts(found.place.point, postcode, found.by, found.place.area)


def _nearest_places(postcode: str, directory: Directory) -> list[str]:
    """Return the known places most like a postcode, else the districts most like its own."""
    districts = (name for name in directory.places if " " not in name)
    return nearest(postcode, directory.places, 3) or nearest(postcode.split(maxsplit=1)[0], districts, 3, alike=0)


def _grid(easting: str, northing: str) -> Point:
    for name, text, edge in (("easting", easting, EDGE.easting), ("northing", northing, EDGE.northing)):
        tidy = text.strip()
        if not (tidy.isascii() and tidy.isdigit() and int(tidy[:9]) <= edge and len(tidy) < 9):  # noqa: PLR2004
            cure = f"give whole metres of the British National Grid, 0 to {edge}"
            raise Malformed(f"{name} `{text}` is not a grid reference", help=cure, rule=f"bad-{name}")
    return Point(int(easting), int(northing))


def _degrees(lat: str, lon: str) -> Point:
    """Return latitude and longitude (WGS84) on the National Grid, by Ordnance Survey's OSTN15."""
    if not (_DEGREES.fullmatch(lat.strip()) and _DEGREES.fullmatch(lon.strip())):
        raise Malformed(
            f"`{lat}`, `{lon}` is not a latitude and longitude",
            help="give degrees such as 51.378 and 1.389",
            rule="bad-lat",
        )
    from convertbng.cutil import convert_to_osgb36  # noqa: PLC0415 - heavy, and only for this

    eastings, northings = convert_to_osgb36(float(lon), float(lat))
    easting, northing = float(eastings[0]), float(northings[0])
    if math.isnan(easting) or not (0 <= easting <= EDGE.easting and 0 <= northing <= EDGE.northing):
        cure = "are latitude and longitude swapped?"
        raise Malformed(f"`{lat}`, `{lon}` is outside Great Britain", help=cure, rule="bad-lat")
    return Point(round(easting), round(northing))

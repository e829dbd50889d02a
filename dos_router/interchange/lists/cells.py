"""Single cells that lists spoil in their own ways: telephone numbers, coordinates, dates that are vague."""

from __future__ import annotations

import math
import re
from datetime import date

from dos_router.diagnostics import Malformed
from dos_router.model.service import Point

DIGITS = range(9, 12)  # of a British number, with its first 0
GRID = Point(700_000, 1_300_000)

_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{0,24})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_SHORTENED = re.compile(r"\d\.\d+E\+?\d+", re.IGNORECASE)
_YEAR = r"(19\d\d|20\d\d)"
_DATES = (
    re.compile(rf"{_YEAR}-(\d\d)-(\d\d)(?!\d)"),
    re.compile(rf"{_YEAR}[-_ ]?[qQ]([1-4])(?!\d)"),
    re.compile(rf"{_YEAR}(\d\d)(\d\d)(?!\d)"),
    re.compile(rf"{_YEAR}-(\d\d)(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}(?!\d)"),
)


def read_phone(text: str) -> str | None:
    """Return a telephone number with single spaces; None for a blank cell. Raises Malformed."""
    tidy = " ".join(text.replace("-", " ").split())
    if not tidy:
        return None
    digits = tidy.replace(" ", "").replace("(0)", "").replace("(", "").replace(")", "")
    if digits.startswith("+44"):
        digits = tidy = f"0{digits[3:].lstrip('0')}"
    if digits in {"111", "999", "112", "119"}:
        return digits
    if digits.isascii() and digits.isdigit() and digits[0] == "0" and len(digits) in DIGITS:
        return tidy if "(" not in tidy else digits
    cure = "give one number, such as `01843 225544`"
    if _SHORTENED.fullmatch(digits):
        cure = "a spreadsheet has shortened it: fetch the list again, and open it as text"
    elif digits.isascii() and digits.isdigit() and digits[0] != "0" and len(digits) + 1 in DIGITS:
        cure = f"did you mean `0{tidy}`? its first 0 may have been lost"
    raise Malformed(f"`{text}` is not a telephone number", help=cure, rule="bad-phone")


def read_number(text: str) -> float:
    """Read a number as spreadsheets write it, `-5.8164214715361595E-3` too. Raises Malformed."""
    tidy = text.strip()
    if _NUMBER.fullmatch(tidy) is None:
        raise Malformed(f"`{text}` is not a number", help="write it like `51.378`", rule="bad-number")
    return float(tidy)


def read_degrees(latitude: str, longitude: str) -> Point:
    """Return latitude and longitude on the National Grid, by Ordnance Survey's OSTN15. Raises Malformed."""
    from convertbng.cutil import convert_to_osgb36  # noqa: PLC0415 - heavy, and only for this

    eastings, northings = convert_to_osgb36(read_number(longitude), read_number(latitude))
    easting, northing = float(eastings[0]), float(northings[0])
    if math.isnan(easting) or not (0 <= easting <= GRID.easting and 0 <= northing <= GRID.northing):
        cure = "are latitude and longitude swapped?"
        raise Malformed(f"`{latitude}`, `{longitude}` is outside Great Britain", help=cure, rule="bad-coordinates")
    return Point(round(easting), round(northing))


def read_grid(easting: str, northing: str) -> Point:
    """Return easting and northing in metres, as spreadsheets write them. Raises Malformed."""
    point = Point(round(read_number(easting)), round(read_number(northing)))
    if not (0 <= point.easting <= GRID.easting and 0 <= point.northing <= GRID.northing):
        cure = "are they whole metres of the British National Grid?"
        raise Malformed(f"`{easting}`, `{northing}` is outside Great Britain", help=cure, rule="bad-coordinates")
    return point


def earliest_day(text: str) -> date | None:
    """Return the first day that a text may mean, such as `2023q3`, `2025-11` or `2024-06..2025-06`; None for none.

    What is older than it looks is checked sooner, so the earliest is the safe one.
    """
    if "undated" in text or "old" in text:
        return None
    for form in _DATES:
        if match := form.search(text):
            parts = [int(part) for part in match.groups()]
            if "[qQ]" in form.pattern:
                parts[1] = parts[1] * 3 - 2
            try:
                return date(*[*parts, 1, 1][:3])
            except ValueError:
                continue
    return None

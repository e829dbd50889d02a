"""UK postcodes, sectors and districts in their one written form: `CT9 4AN`, `CT9 4`, `CT9`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dos_router.diagnostics import Malformed

LONGEST = 7  # characters of a postcode, without its space
INWARD = 3  # characters after the space

_OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_FULL = re.compile(rf"({_OUTWARD})([0-9])([A-Z]{{2}})")
_SECTOR = re.compile(rf"({_OUTWARD}) ([0-9])")
_DISTRICT = re.compile(_OUTWARD)


def parse_postcode(text: str) -> str:
    """Read a postcode, sector or district in any case or spacing. Raises Malformed.

    Without a space `N11` is the district, never sector `N1 1`: a sector is written with its space.
    """
    words = " ".join(text.split())
    tidy = words.upper() if words.isascii() else ""  # some letters become ours only when they are made capitals
    squeezed = tidy.replace(" ", "")
    if len(squeezed) <= LONGEST and (match := _FULL.fullmatch(squeezed)):
        return f"{match[1]} {match[2]}{match[3]}"
    if _SECTOR.fullmatch(tidy) or _DISTRICT.fullmatch(squeezed):
        return tidy if _SECTOR.fullmatch(tidy) else squeezed
    raise Malformed(
        f"`{text}` is not a postcode", help="write it like `CT9 4AN`, or a district like `CT9`", rule="bad-postcode"
    )


def is_full(postcode: str) -> bool:
    """Say whether a parsed postcode names a unit (`CT9 4AN`) and not just a sector or district."""
    return len(postcode.partition(" ")[2]) == INWARD


def widening(postcode: str) -> Iterator[tuple[str, str]]:
    """Yield ("postcode", "CT9 4AN"), ("sector", "CT9 4"), ("district", "CT9"): those that it has."""
    outward, _, inward = postcode.partition(" ")
    if len(inward) == INWARD:
        yield "postcode", postcode
    if inward:
        yield "sector", f"{outward} {inward[0]}"
    yield "district", outward

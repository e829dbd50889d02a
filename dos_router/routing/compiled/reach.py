"""Which services could matter to a call: sets as bits of whole numbers, in the order of the services' ids.

A set is kept as bits, or where that is shorter as a list of places. What is kept can be read without
any other library, one set at a time.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dos_router.model.ages import AgeRange
from dos_router.model.directory import Directory
from dos_router.model.opening import Opening
from dos_router.model.service import SEXES, Service
from dos_router.routing.compiled.archive import Archive, Damaged
from dos_router.routing.compiled.values import ages_of, opening_of, plain_ages, plain_opening

_WORD = 4  # bytes of a place in a list


def reach_sections(directory: Directory) -> Iterator[tuple[str, bytes]]:
    """Yield what tells a directory's services apart."""
    services = list(directory.services.values())
    pieces, index, position = [], {}, 0
    for name, places in _sets(services).items():
        bits, count = _bits(places), len(services)
        as_list = len(places) * _WORD < count // 8
        piece = array("I", places).tobytes() if as_list else bits.to_bytes(count // 8 + 1, "little")
        index[name] = [as_list, position, len(piece)]
        position += len(piece)
        pieces.append(piece)
    openings, hours = _numbered([json.dumps(plain_opening(_unwritten(one.opening))) for one in services])
    ages, of_ages = _numbered([json.dumps(plain_ages(one.ages)) for one in services])
    yield "reach.index", json.dumps([index, openings, ages]).encode()
    yield "reach", b"".join(pieces)
    yield "reach.hours", array("I", hours).tobytes()
    yield "reach.ages", array("I", of_ages).tobytes()
    yield "reach.east", array("i", [one.point.easting if one.point else 0 for one in services]).tobytes()
    yield "reach.north", array("i", [one.point.northing if one.point else 0 for one in services]).tobytes()


class Reach:
    """The sets of an archive. All methods raise Damaged for what cannot be read."""

    def __init__(self, archive: Archive) -> None:
        try:
            self._index, self._openings, self._ages = archive.json("reach.index")
            self._content = archive.read("reach")
            self.hours, self.ages = _array("I", archive, "reach.hours"), _array("I", archive, "reach.ages")
            self.east, self.north = _array("i", archive, "reach.east"), _array("i", archive, "reach.north")
        except (ValueError, TypeError) as problem:
            raise Damaged("sets of another form") from problem
        self.whole = (1 << len(self.east)) - 1

    def has(self, name: str) -> int:
        """Return a set by its name, such as `type pharmacy`; empty where no service is in it."""
        if name not in self._index:
            return 0
        as_list, at, length = self._index[name]
        content = self._content[at : at + length]
        if not as_list:
            return int.from_bytes(content, "little")
        places = array("I")
        places.frombytes(content)
        return _bits(places)

    def opening(self, number: int) -> Opening:
        """Return the hours of a number, without the text that was written."""
        return opening_of(json.loads(self._openings[number]))

    def age_ranges(self) -> list[tuple[AgeRange, ...]]:
        """Return the distinct ranges of ages by their number."""
        return [ages_of(json.loads(text)) for text in self._ages]


def places_in(bits: int) -> Iterator[int]:
    """Yield the places of a set, rising."""
    content = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    for place, byte in enumerate(content):
        while byte:
            low = byte & -byte
            yield place * 8 + low.bit_length() - 1
            byte ^= low  # noqa: PLW2901 - what is left of it


def _sets(services: Sequence[Service]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(services):
        for name in _names(one):
            found[name].append(place)
    return found


def _names(one: Service) -> Iterator[str]:
    """Yield the names of all sets that a service is in."""
    yield f"type {one.type}"
    yield from ["active"] if one.is_active else []
    yield from ["located"] if one.point else []
    yield from (f"sex {sex}" for sex in SEXES if sex in one.sexes)
    yield from ["everything"] if one.symptoms.everything else []
    yield from (f"group {group}" for group in one.symptoms.touched)
    yield from (f"pair {group} *" for group in one.symptoms.groups)
    yield from (f"pair {group} {code}" for group, code in one.symptoms.pairs)
    yield from (f"disposition {code}" for code in one.dispositions)
    for kind, limit in (("role", one.roles), ("area", one.limited_to), ("practice", one.practices)):
        yield from [f"{kind} limited"] if limit else []
        yield from (f"{kind} {name}" for name in limit)


def _bits(places: Iterable[int]) -> int:
    rising = list(places)
    content = bytearray(max(rising, default=0) // 8 + 1)
    for place in rising:
        content[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(content, "little")


def _numbered(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return texts without repetition, and the number of each one given."""
    known = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return list(known), [known[text] for text in texts]


def _unwritten(opening: Opening) -> Opening:
    return Opening(opening.always, opening.weekdays, opening.holiday, opening.dates)


def _array(kind: str, archive: Archive, name: str) -> array[int]:
    found: array[int] = array(kind)
    found.frombytes(archive.read(name))
    return found

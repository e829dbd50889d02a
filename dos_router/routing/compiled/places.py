"""Places kept in pages, in the order of their names, so that a postcode is found among millions by reading one."""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from dos_router.model.directory import Place
from dos_router.model.service import Point
from dos_router.routing.compiled.archive import Archive

PAGE = 2_048  # places
_NOWHERE = -1


def place_sections(places: Mapping[str, Place], areas: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of all places; `areas` gives each area its number."""
    numbers = {area: number for number, area in enumerate(areas)}
    names, pages, index = sorted(places), [], []
    position = 0
    for start in range(0, len(names), PAGE):
        some = names[start : start + PAGE]
        facts = array("i")
        for name in some:
            point, area = places[name]
            facts.extend((*point, _NOWHERE if area is None else numbers[area]))
        page = "\n".join(some).encode() + b"\0" + facts.tobytes()
        index.append([some[0], position, len(page), zlib.crc32(page)])
        position += len(page)
        pages.append(page)
    yield "places.index", json.dumps([len(names), areas, index]).encode()
    yield "places", b"".join(pages)


class StoredPlaces(Mapping[str, Place]):
    """The places of an archive by name; a page is read when a name is looked for that would stand there."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._count, self._areas, index = archive.json("places.index")
        self._firsts = [first for first, *_ in index]
        self._where = [where for _, *where in index]
        self._pages: dict[int, dict[str, Place]] = {}

    def __getitem__(self, name: str) -> Place:
        """Return a place. Raises KeyError, or Damaged."""
        number = bisect_right(self._firsts, name) - 1
        if number < 0:
            raise KeyError(name)
        return self._page(number)[name]

    def __iter__(self) -> Iterator[str]:
        """Yield all names in order."""
        for number in range(len(self._firsts)):
            yield from self._page(number)

    def __len__(self) -> int:
        """Return how many places there are."""
        return int(self._count)

    def _page(self, number: int) -> dict[str, Place]:
        if number not in self._pages:
            at, length, checksum = self._where[number]
            names, _, content = self._archive.part("places", at, length, checksum).partition(b"\0")
            facts = array("i")
            facts.frombytes(content)
            self._pages[number] = {
                name: Place(
                    Point(facts[place], facts[place + 1]),
                    None if facts[place + 2] == _NOWHERE else self._areas[facts[place + 2]],
                )
                for name, place in zip(names.decode().split("\n"), range(0, len(facts), 3), strict=True)
            }
        return self._pages[number]

"""How far callers' places reach: which points of the grid are within the search distance of one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from dos_router.model.directory import Directory
from dos_router.model.postcodes import widening
from dos_router.model.service import Point

NATIONAL = 60_000  # metres, where the policy says nothing (routing.md 2)
CELL = 10_000

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reach:
    """The places by squares of ten kilometres, each with its own search distance."""

    cells: dict[Cell, list[tuple[Point, int]]]
    farthest: int

    def holds(self, point: Point) -> bool:
        """Say whether the point is inside the search square of any place; of no places, that it is."""
        return not self.cells or any(
            abs(point.easting - here.easting) <= metres and abs(point.northing - here.northing) <= metres
            for cell in self._around(point)
            for here, metres in self.cells.get(cell, ())
        )

    def _around(self, point: Point) -> Iterator[Cell]:
        """Yield the squares that the farthest search could come from, the point's own first."""
        east, north = point.easting // CELL, point.northing // CELL
        wide = self.farthest // CELL + 1
        offsets = sorted(range(-wide, wide + 1), key=abs)
        yield from ((east + right, north + up) for right in offsets for up in offsets)


def reach_of(directory: Directory) -> Reach:
    """Return the reach of a directory's places under its policy."""
    default = directory.policy.default_distance or NATIONAL
    distances = directory.policy.distances
    cells: dict[Cell, list[tuple[Point, int]]] = defaultdict(list)
    for name, place in directory.places.items():
        metres = (
            next((distances[key] for _, key in widening(name) if key in distances), default) if distances else default
        )
        cells[place.point.easting // CELL, place.point.northing // CELL].append((place.point, metres))
    return Reach(cells, max([default, *distances.values()]))


def turned(point: Point) -> Point:
    """Return a point with its two numbers swapped."""
    return Point(point.northing, point.easting)

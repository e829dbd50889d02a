"""Gap cells as boxes: needs × places × ages × sexes × times, none false, none missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from dos_router.analysis.sweep.cells import Ages


class Box(NamedTuple):
    """A product: every need with every place, age, sex and time. Needs and places are numbers, times are bits."""

    needs: tuple[int, ...]
    places: tuple[int, ...]
    ages: Ages
    sexes: tuple[str, ...]
    times: int


class Cover(NamedTuple):
    """Boxes that together are exactly the cells given, heaviest first, and how few boxes would have to be."""

    boxes: tuple[Box, ...]
    at_least: int


def cover(cells: Iterable[Box], weigh: Callable[[Box], float]) -> Cover:
    """Return boxes for cells that come as boxes already, however many."""
    boxes = sorted((box for box in cells if box.times), key=lambda box: (-weigh(box), box))
    return Cover(tuple(boxes), 1 if boxes else 0)

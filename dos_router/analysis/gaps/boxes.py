"""Gap cells as boxes: needs × places × ages × sexes × times, none false, none missing, and few.

The fewest possible is too hard a problem to be solved for certain. So boxes are grown from the cells
that have least room to grow, those that the others make needless are dropped, and a number is proved
below which nobody can go: so many cells of which no two can lie in one box (`at_least`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dos_router.analysis.sweep.cells import Ages

MINUTES_AN_HOUR = 60


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


class Scales(NamedTuple):
    """What cells weigh: the people of a place (by number) of some ages and sexes, and the minutes of times."""

    people: Callable[[int, Ages, tuple[str, ...]], float]
    minutes: Callable[[int], int]

    def weigh(self, box: Box) -> float:
        """Return the people-hours of a box, each of its needs counted by itself."""
        people = sum(self.people(place, box.ages, box.sexes) for place in box.places)
        return len(box.needs) * people * self.minutes(box.times) / MINUTES_AN_HOUR


def cover(cells: Sequence[Box], scales: Scales) -> Cover:
    """Return few boxes for cells that come as many boxes, which may not overlap in needs, places, ages and sexes.

    Too many cells for one look are covered in parts; the bound is then that of the part with the highest.
    """
    from dos_router.analysis.gaps.fooling import find_fooling_set  # noqa: PLC0415 - numpy, for gaps alone
    from dos_router.analysis.gaps.growth import grow_boxes  # noqa: PLC0415
    from dos_router.analysis.gaps.tensor import parts_of, tensor_of  # noqa: PLC0415
    from dos_router.analysis.gaps.trimming import without_needless, without_repeats  # noqa: PLC0415

    boxes: list[Box] = []
    at_least = 0
    for part in parts_of(sorted(cells)):
        tensor = tensor_of(part)
        grown = without_needless(tensor.cells, grow_boxes(tensor.cells))
        boxes += [tensor.box(sides) for sides in without_repeats(tensor.cells, grown, tensor.weights(scales))]
        at_least = max(at_least, len(find_fooling_set(tensor.cells)))
    return Cover(tuple(sorted(boxes, key=lambda box: (-scales.weigh(box), box))), at_least)

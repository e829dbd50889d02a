"""Gap cells as an array of truths, in which values that nothing tells apart are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, product
from math import prod
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from dos_router.analysis.gaps.boxes import Box, Scales
from dos_router.analysis.sweep.acceptance import joined
from dos_router.analysis.sweep.axis import bits_of

Truths = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.intp]
Weights = npt.NDArray[np.float64]
Sides = tuple[Numbers, ...]

SIDES = 5  # needs, places, ages, sexes, times
LARGEST = 2**24  # cells of an array: 16 MB, and eight times that for their weights
T = TypeVar("T", int, str, tuple[int, int])


@dataclass(frozen=True, slots=True)
class Tensor:
    """Cells by needs, places, ages, sexes and times; each index stands for all values of its class.

    `times` are classes of bits, as numbers with those bits set.
    """

    cells: Truths
    needs: tuple[tuple[int, ...], ...]
    places: tuple[tuple[int, ...], ...]
    ages: tuple[tuple[tuple[int, int], ...], ...]
    sexes: tuple[tuple[str, ...], ...]
    times: tuple[int, ...]

    def box(self, sides: Sides) -> Box:
        """Return indices of each side as the box that they stand for."""
        needs, places, ages, sexes, times = sides
        return Box(
            needs=tuple(sorted(value for number in needs for value in self.needs[number])),
            places=tuple(sorted(value for number in places for value in self.places[number])),
            ages=joined(value for number in ages for value in self.ages[number]),
            sexes=tuple(sorted(value for number in sexes for value in self.sexes[number])),
            times=sum(self.times[number] for number in times),
        )

    def weights(self, scales: Scales) -> Weights:
        """Return what each cell weighs, in whole people-minutes and never nothing."""
        needs = np.array([len(values) for values in self.needs], dtype=np.float64)
        people = np.array(
            [
                sum(scales.people(place, ages, sexes) for place in there)
                for there, ages, sexes in product(self.places, self.ages, self.sexes)
            ]
        ).reshape(self.cells.shape[1:4])
        minutes = np.array([scales.minutes(times) for times in self.times], dtype=np.float64)
        weights: Weights = needs[:, None, None, None, None] * people[None, :, :, :, None] * minutes
        whole: Weights = np.maximum(np.rint(weights), 1.0)
        return whole


def parts_of(rows: Sequence[Box]) -> Iterator[Sequence[Box]]:
    """Yield the rows in as few parts as keep each array within LARGEST cells: needs halved, or else places.

    Each part is all that the rows hold of some needs and places, so that a box of the whole, cut down
    to them, is a box of the part: what is proved of a part bounds the whole.
    """
    if not rows:
        return
    values = _Values(rows)
    if values.size <= LARGEST or len(values.needs) == len(values.places) == 1:
        yield rows
        return
    by_need = len(values.needs) > 1
    classes = list(values.needs if by_need else values.places)
    middle = len(classes) // 2
    for half in (classes[:middle], classes[middle:]):
        wanted = frozenset(chain.from_iterable(half))
        cut = (_cut(row, wanted, by_need=by_need) for row in rows)
        yield from parts_of([row for row in cut if row.needs and row.places])


def _cut(row: Box, wanted: frozenset[int], *, by_need: bool) -> Box:
    """Return what a row holds of some needs, or of some places."""
    if by_need:
        return row._replace(needs=tuple(need for need in row.needs if need in wanted))
    return row._replace(places=tuple(place for place in row.places if place in wanted))


def tensor_of(rows: Sequence[Box]) -> Tensor:
    """Return the cells of some boxes that do not overlap in needs, places, ages and sexes."""
    values = _Values(rows)
    cells = np.zeros(values.shape, dtype=np.bool_)
    sides = (values.needs, values.places, values.ages, values.sexes)
    for number, row in enumerate(rows):
        here = [np.array([number in each for each in side.values()]).nonzero()[0] for side in sides]
        on = np.array([bool(bits & row.times) for bits in values.times]).nonzero()[0]
        cells[np.ix_(*here, on)] = True
    return _merged(
        Tensor(cells, tuple(values.needs), tuple(values.places), tuple(values.ages), tuple(values.sexes), values.times)
    )


class _Values:
    """The values of each side of some rows, those that occur in the same rows together."""

    def __init__(self, rows: Sequence[Box]) -> None:
        runs = _runs(rows)
        self.needs = _classes([row.needs for row in rows])
        self.places = _classes([row.places for row in rows])
        self.ages = _classes([[run for run in runs if _is_within(run, row)] for row in rows])
        self.sexes = _classes([row.sexes for row in rows])
        self.times = _times(rows)

    @property
    def shape(self) -> tuple[int, ...]:
        """Return how many values each side has."""
        return len(self.needs), len(self.places), len(self.ages), len(self.sexes), len(self.times)

    @property
    def size(self) -> int:
        """Return how many cells an array of all of them has."""
        return prod(self.shape)


def _classes(rows: Sequence[Sequence[T]]) -> dict[tuple[T, ...], frozenset[int]]:
    """Return the values that occur in the same rows together, with those rows."""
    places: dict[T, list[int]] = defaultdict(list)
    for number, values in enumerate(rows):
        for value in values:
            places[value].append(number)
    found: dict[tuple[int, ...], list[T]] = defaultdict(list)
    for value in sorted(places):
        found[tuple(places[value])].append(value)
    return {tuple(values): frozenset(numbers) for numbers, values in found.items()}


def _runs(rows: Sequence[Box]) -> list[tuple[int, int]]:
    """Return the runs of ages, both ends included, between all at which some row begins or ends."""
    starts = sorted({start for row in rows for low, high in row.ages for start in (low, high + 1)})
    return [(low, after - 1) for low, after in pairwise(starts)]


def _is_within(run: tuple[int, int], row: Box) -> bool:
    return any(low <= run[0] and run[1] <= high for low, high in row.ages)


def _times(rows: Sequence[Box]) -> tuple[int, ...]:
    """Return the bits of the rows in classes that each row has whole or not at all, by their lowest bits."""
    signatures: dict[int, list[int]] = defaultdict(list)
    for number, times in enumerate(sorted({row.times for row in rows})):
        for bit in bits_of(times):
            signatures[bit].append(number)
    found: dict[tuple[int, ...], int] = defaultdict(int)
    for bit in sorted(signatures):
        found[tuple(signatures[bit])] |= 1 << bit
    return tuple(found.values())


def _merged(tensor: Tensor) -> Tensor:
    """Return a tensor with the values of each side made one that no other side tells apart."""
    cells = tensor.cells
    sides: list[tuple[tuple[Any, ...], ...]] = [tensor.needs, tensor.places, tensor.ages, tensor.sexes]
    merged: list[Any] = []
    for axis, side in enumerate(sides):
        first, groups = _alike(cells, axis)
        cells = cells.take(first, axis)
        merged.append(tuple(tuple(chain.from_iterable(side[number] for number in group)) for group in groups))
    needs, places, ages, sexes = merged
    return Tensor(cells, needs, places, ages, sexes, tensor.times)


def _alike(cells: Truths, axis: int) -> tuple[list[int], list[list[int]]]:
    """Return the first of each group of slices across an axis that are the same, and the groups."""
    groups: dict[bytes, list[int]] = defaultdict(list)
    for number in range(cells.shape[axis]):
        groups[np.packbits(cells.take(number, axis)).tobytes()].append(number)
    return [group[0] for group in groups.values()], list(groups.values())

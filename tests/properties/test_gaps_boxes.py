"""Boxes are exact, no fewer than the bound, and near the fewest that brute force finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_gaps import fewest_boxes, largest_boxes

from dos_router.analysis.gaps import tensor
from dos_router.analysis.gaps.boxes import Box, Scales, cover
from dos_router.model.service import SEXES

SHAPE = (3, 3, 2, 2, 3)  # needs, places, ages, sexes, times
RUNS = ((0, 1825), (1826, 47_481))
SCALES = Scales(lambda place, ages, sexes: 100 + place + len(ages) * len(sexes), lambda times: 60 * times.bit_count())

Cells = frozenset[tuple[int, ...]]


def rows_of(cells: Iterable[tuple[int, ...]]) -> list[Box]:
    """Return cells as the rows that a sweep would yield: one for each need, place, age and sex."""
    times: dict[tuple[int, ...], int] = defaultdict(int)
    for *others, time in cells:
        times[tuple(others)] |= 1 << time
    return [Box((n,), (p,), (RUNS[a],), (SEXES[s],), bits) for (n, p, a, s), bits in times.items()]


def cells_of(boxes: Sequence[Box]) -> Cells:
    return frozenset(cell for box in boxes for cell in one_box(box))


def one_box(box: Box) -> Iterator[tuple[int, ...]]:
    ages = [
        number for number, run in enumerate(RUNS) if any(low <= run[0] and run[1] <= high for low, high in box.ages)
    ]
    sexes = [SEXES.index(sex) for sex in box.sexes]
    times = [bit for bit in range(SHAPE[4]) if box.times >> bit & 1]
    return product(box.needs, box.places, ages, sexes, times)


def scattered(seed: int, shape: tuple[int, ...] = SHAPE, share: float = 0.6) -> Cells:
    """Return cells that overlapping boxes make, with some of them taken out again."""
    dice = Random(seed)
    made: set[tuple[int, ...]] = set()
    for _ in range(dice.randrange(1, 4)):
        made |= set(product(*([v for v in range(size) if dice.random() < share] or [0] for size in shape)))
    return frozenset(cell for cell in made if dice.random() < 0.95)


ALL_CELLS = list(product(*map(range, SHAPE)))


@given(cells=st.sets(st.sampled_from(ALL_CELLS)))
def test_boxes_are_exactly_the_cells(cells: set[tuple[int, ...]]) -> None:
    covered = cover(rows_of(cells), SCALES)
    assert cells_of(covered.boxes) == cells
    assert covered.at_least <= len(covered.boxes)
    assert all(set(one_box(box)) <= cells for box in covered.boxes)


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9])
def test_boxes_that_overlap_are_found_again_exactly(share: float) -> None:
    for seed in range(60):
        cells = scattered(seed, share=share)
        assert cells_of(cover(rows_of(cells), SCALES).boxes) == cells


def test_boxes_are_near_the_fewest_that_can_be() -> None:
    ours = fewest = bound = 0
    for seed in range(120):
        cells = scattered(seed, (2, 2, 2, 1, 3))
        if len(list(largest_boxes(cells)) if cells else []) > 14:
            continue
        covered, least = cover(rows_of(cells), SCALES), fewest_boxes(cells)
        assert covered.at_least <= least <= len(covered.boxes)
        ours, fewest, bound = ours + len(covered.boxes), fewest + least, bound + covered.at_least
    assert fewest > 200
    assert ours <= 1.05 * fewest
    assert bound >= 0.9 * fewest


@pytest.mark.parametrize("seed", range(20))
def test_cells_too_many_for_one_look_are_covered_in_parts(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = scattered(seed)
    whole = cover(rows_of(cells), SCALES)
    monkeypatch.setattr(tensor, "LARGEST", 12)
    parts = cover(rows_of(cells), SCALES)
    assert cells_of(parts.boxes) == cells
    assert parts.at_least <= len(whole.boxes) <= len(parts.boxes)


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    rows = rows_of(scattered(seed))
    assert cover(rows, SCALES) == cover(rows[::-1], SCALES) == cover(Random(seed).sample(rows, len(rows)), SCALES)


def test_no_value_of_a_box_is_told_by_heavier_boxes_alone() -> None:
    for seed in range(30):
        cells = scattered(seed)
        told: set[tuple[int, ...]] = set()
        boxes = cover(rows_of(cells), SCALES).boxes
        assert list(boxes) == sorted(boxes, key=lambda box: (-SCALES.weigh(box), box))
        for box in boxes:
            assert set(one_box(box)) - cells_of([other for other in boxes if other != box])
            told |= set(one_box(box))
        assert told == cells


def test_nothing_needs_no_box() -> None:
    assert cover([], SCALES) == ((), 0)


def test_weight_is_people_hours_for_each_need() -> None:
    box = Box((0, 1), (0,), (RUNS[0],), ("female",), 0b101)
    assert SCALES.weigh(box) == 2 * 101 * 2

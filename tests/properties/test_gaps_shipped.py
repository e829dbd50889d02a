"""Gaps of the shipped directories: few boxes, that tell most, and agree with routing single calls."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest
from plain_gaps import Cell, PlainCells, probes

from dos_router.analysis.gaps.find import find_gaps
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.kinds import CELL_KINDS, Resilience
from dos_router.analysis.gaps.needs import Need, needs_of
from dos_router.analysis.gaps.promises import judge_promises
from dos_router.analysis.sweep.cells import Horizon, horizon_of
from dos_router.loading.directory import load
from dos_router.loading.pathways import load_pathways
from dos_router.model.directory import Directory

HOME = Path(__file__).parents[2]
NAMES = ("bedfordshire-luton", "kent-surrey-sussex", "milton-keynes")
HARD_WEEKS = (date(2026, 12, 21), date(2027, 3, 22))  # Christmas; Good Friday, and the clocks go forward
PROBES = 400

pytestmark = pytest.mark.slow


@cache
def shipped(name: str) -> tuple[Directory, tuple[Need, ...]]:
    directory = load(HOME / "directories" / name).directory
    assert directory is not None
    return directory, needs_of(load_pathways(HOME / "pathways", directory.reference).pathways, directory.reference)


@cache
def year(name: str) -> Gaps:
    """Return the gaps of 53 weeks."""
    directory, needs = shipped(name)
    return find_gaps(directory, needs)


@pytest.mark.parametrize("name", NAMES)
def test_boxes_are_few(name: str) -> None:
    found = year(name)
    assert found.boxes == len([each for each in found.findings if each.kind in CELL_KINDS]) <= 1.5 * found.at_least


@pytest.mark.parametrize("name", NAMES)
def test_forty_boxes_tell_nearly_all(name: str) -> None:
    weights = sorted((each.weight for each in year(name).findings if each.kind in CELL_KINDS), reverse=True)
    assert sum(weights[:40]) >= 0.95 * sum(weights)


@pytest.mark.parametrize("name", NAMES)
def test_single_calls_agree(name: str) -> None:
    directory, needs = shipped(name)
    seen: Counter[str] = Counter()
    for number, first in enumerate(HARD_WEEKS):
        horizon = horizon_of(directory, first, 1)
        cells = PlainCells(directory, *horizon)
        resilience = tuple(Resilience)[number]
        gaps = find_gaps(directory, needs, horizon=horizon, kinds=CELL_KINDS, resilience=resilience)
        for cell in asked(cells, needs, horizon):
            kinds = cells.kinds(cell, resilience)
            assert {each.kind.value for each in gaps.findings if holds(each, cell)} == kinds, cell
            seen.update(kinds or {"none"})
    assert {"none", "no-service", "single"} <= set(seen)


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_promises_hold(name: str) -> None:
    directory, _ = shipped(name)
    pathways = load_pathways(HOME / "pathways", directory.reference).pathways
    assert judge_promises(directory, pathways) == []


def asked(cells: PlainCells, needs: tuple[Need, ...], horizon: Horizon) -> list[Cell]:
    people = cells.directory.population
    dice = Random(horizon.start)
    found: list[Cell] = []
    for seed in range(PROBES // 20):
        usual = Cell(dice.choice(needs), dice.choice(people), dice.randrange(32_000), "female", horizon.start)
        found += probes(cells, needs, people, usual=usual, count=10, seed=seed)
    return found


def holds(finding: GapFinding, cell: Cell) -> bool:
    return (
        cell.need in finding.needs
        and cell.sex in finding.sexes
        and any(low <= cell.age <= high for low, high in finding.ages_days)
        and any(start <= cell.at < end for start, end in finding.times)
        and cell.place.id in [place.id for place in finding.places]
    )

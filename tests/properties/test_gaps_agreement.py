"""The sweep agrees with a plain oracle at every edge, a minute either side, and about days that are hard.

The oracle (plain_gaps) routes single cells by the plain restatement and shares nothing with the sweep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

import pytest
from dice import Dice, seeded
from generator import ANY, VALIDATED, Situation, situation, situations
from hypothesis import given
from made_world import PLACES
from plain_gaps import Cell, PlainCells, probes
from plain_hours import day_shown, start_of
from plain_request import read_call

from dos_router.analysis.gaps.find import find_gaps
from dos_router.analysis.gaps.findings import GapFinding
from dos_router.analysis.gaps.kinds import CELL_KINDS, Kind, Resilience
from dos_router.analysis.gaps.places import places_of
from dos_router.analysis.sweep.cells import Horizon, Need
from dos_router.analysis.sweep.shadows import Stood, stand
from dos_router.analysis.sweep.sweep import Column, Sweep, sweep
from dos_router.model.call import CallText
from dos_router.model.directory import Directory, Place, SmallArea
from dos_router.model.service import Point, Provider, Service
from dos_router.routing.route import explain_call

SITUATIONS = 220
PROBES = 60
DAYS = 12  # of the horizon, about the situation's theme


@dataclass
class Scene:
    """A situation's directory with people about the call, its horizon, and what may be needed."""

    situation: Situation
    seed: int
    of_practice: bool = False

    @cached_property
    def directory(self) -> Directory:
        """Return the directory with a population, and services of several providers and postcodes."""
        dice = seeded(self.seed)
        services = {name: _owned(one, dice) for name, one in self.situation.directory.services.items()}
        return replace(self.situation.directory, services=services, population=tuple(self._people(dice)))

    @cached_property
    def practice(self) -> str | None:
        """Return the practice whose patients call, if any."""
        return read_call(self.situation.call, self.situation.directory).practice if self.of_practice else None

    @cached_property
    def horizon(self) -> Horizon:
        """Return the days about the theme."""
        first = self.situation.theme - timedelta(days=DAYS // 2)
        zone = self.situation.directory.zone
        return Horizon(start_of(first, 0, zone), start_of(first + timedelta(days=DAYS), 0, zone))

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Return what the call asks, and what differs from it in one thing."""
        asked = read_call(self.situation.call, self.situation.directory)
        known = self.situation.directory.reference.dispositions
        group, codes = asked.group or "SG1107", asked.discriminators or ["SD4052"]
        wanted = {
            asked.disposition or "Dx05",
            "Dx05",
            "Dx03",
            known[asked.disposition or "Dx05"].validated_by or "Dx09",
        }
        joined = "+".join(sorted(set(codes)))
        found = {Need(code, group, joined) for code in wanted if known[code].search}
        return tuple(sorted(found | {Need("Dx05", group, "SD1"), Need("Dx05", "SG1", joined)}))

    @cached_property
    def sweep(self) -> Sweep:
        """Return the sweep in order."""
        places = places_of(self.directory)
        return sweep(self.directory, self.needs, places, self.horizon, practice=self.practice, in_order=True)

    @cached_property
    def stood(self) -> list[Stood]:
        """Return who stands among the first three."""
        return list(stand(self.sweep, 3))

    @cached_property
    def plain(self) -> PlainCells:
        """Return the oracle."""
        return PlainCells(self.directory, *self.horizon, self.practice)

    def probes(self, count: int) -> Iterator[Cell]:
        """Yield cells to be judged by both."""
        asked = read_call(self.situation.call, self.situation.directory)
        group, codes = asked.group or "SG1107", asked.discriminators or ["SD4052"]
        wanted = [need for need in self.needs if need[1:] == (group, "+".join(sorted(set(codes))))]
        own = [need for need in wanted if need.disposition == asked.disposition] or wanted
        sex = asked.sex if asked.sex in {"female", "male"} else "female"
        usual = Cell(own[0], self.directory.population[0], asked.age or 0, sex, self.horizon.start)
        return probes(self.plain, self.needs, self.directory.population, usual=usual, count=count, seed=self.seed)

    def _people(self, dice: Dice) -> Iterator[SmallArea]:
        asked = read_call(self.situation.call, self.situation.directory)
        home = asked.point or Point(500_000, 260_000)
        area = asked.area
        yield SmallArea("home", Place(home, area), 100, None)
        yield SmallArea("nowhere", Place(home, None), 7, None)
        yield SmallArea(
            "a step", Place(Point(home.easting + dice.pick(1, -1), home.northing), area), 50, asked.postcode
        )
        for name in dice.some(sorted(PLACES), 2):
            yield SmallArea(name, PLACES[name], 20, name)


def _owned(service: Service, dice: Dice) -> Service:
    ods = dice.pick(None, None, "RVV")
    provider = Provider(name=dice.pick("a trust", "a trust", "another"), ods=ods)
    return replace(service, provider=provider, postcode=dice.pick(None, None, "CT9 4AN", "ME1 1AA"))


def scenes() -> Iterator[Scene]:
    for seed in range(SITUATIONS):
        yield Scene(situation(seeded(seed), (ANY, ANY, VALIDATED)[seed % 3]), seed)


def column_of(found: Sweep, cell: Cell) -> Column:
    """Return the one column that a cell lies in."""
    holding = [
        column
        for column in found.columns()
        if cell.need in column.needs
        and cell.place.id in [place.id for place in column.places]
        and any(low <= cell.age <= high for low, high in column.ages)
        and cell.sex in column.sexes
    ]
    assert len(holding) == 1
    return holding[0]


def offered(found: Sweep, cell: Cell) -> list[str]:
    """Return the ids of what the sweep says answers a cell, in order."""
    at = found.axis.at(cell.at)
    regimes = [regime for regime in column_of(found, cell).regimes if regime.times & at]
    assert len(regimes) == 1
    return [one.service.id for one in regimes[0].ranked if one.times & at]


def standing(found: Sweep, stood: list[Stood], cell: Cell) -> dict[int, set[str]]:
    """Return who is among the first one, two and three of a cell, by the fast way."""
    at = found.axis.at(cell.at)
    first: dict[int, set[str]] = {1: set(), 2: set(), 3: set()}
    for each in stood:
        number, places = each.block
        if cell.need not in found.classes[number].needs or cell.place.id != places.places[0].id:
            continue
        for bit, at_least in each.standings:
            for count, times in enumerate(at_least, start=1):
                if any(
                    mine & at
                    for person, mine in found.spread(number).split(times)
                    if cell.sex in person.sexes and any(low <= cell.age <= high for low, high in person.ages)
                ):
                    first[count].add(found.services[bit].id)
    return first


def kinds_found(findings: tuple[GapFinding, ...], cell: Cell) -> set[str]:
    """Return the kinds of the boxes that a cell lies in."""
    return {each.kind.value for each in findings if each.kind in CELL_KINDS and holds(each, cell)}


def holds(finding: GapFinding, cell: Cell) -> bool:
    return (
        cell.need in finding.needs
        and cell.sex in finding.sexes
        and any(low <= cell.age <= high for low, high in finding.ages_days)
        and any(start <= cell.at < end for start, end in finding.times)
        and cell.place.id in [place.id for place in finding.places]
    )


def disagreements(scene: Scene, count: int, seen: Counter[str]) -> Iterator[str]:
    """Yield what the sweep, or the gaps, say otherwise than the oracle."""
    resilience = tuple(Resilience)[scene.seed % 3]
    gaps = find_gaps(
        scene.directory, scene.needs, horizon=scene.horizon, resilience=resilience, kinds=CELL_KINDS,
        practice=scene.practice,
    )  # fmt: skip
    for cell in scene.probes(count):
        expected = [service.id for service in scene.plain.qualifying(cell)]
        if offered(scene.sweep, cell) != expected:
            yield f"seed {scene.seed}, {cell}: {offered(scene.sweep, cell)} is not {expected}"
        first = {count: set(expected[:count]) for count in (1, 2, 3)}
        if standing(scene.sweep, scene.stood, cell) != first:
            yield f"seed {scene.seed}, {cell}: first are {standing(scene.sweep, scene.stood, cell)}, not {first}"
        kinds = scene.plain.kinds(cell, resilience)
        if kinds_found(gaps.findings, cell) != kinds:
            yield f"seed {scene.seed}, {cell}: {kinds_found(gaps.findings, cell)} is not {kinds}"
        seen.update(kinds or {"none"})
        seen["several in order"] += len(expected) > 2
        seen["probes"] += 1
        note(scene, cell, expected, seen)


def note(scene: Scene, cell: Cell, expected: list[str], seen: Counter[str]) -> None:
    """Count what makes a probe hard."""
    day = day_shown(cell.at, scene.directory.zone)
    seen["on a holiday"] += day in scene.directory.holidays
    seen["on a clock change"] += (
        start_of(day + timedelta(days=1), 0, scene.directory.zone) - start_of(day, 0, scene.directory.zone) != 1440
    )
    seen["on changed hours"] += any(day in one.opening.dates for one in scene.directory.services.values())
    restricted = [one for one in scene.plain.qualifying(cell) if one.practices]
    seen["a practice's own"] += bool(restricted)
    before = [one.id for one in scene.plain.qualifying(replace(cell, at=max(cell.at - 1, scene.horizon.start)))]
    seen["a minute after other services"] += before != expected


def test_ten_thousand_probes_on_edges_agree() -> None:
    seen: Counter[str] = Counter()
    asked = (replace(scene, of_practice=bool(scene.seed % 2)) for scene in scenes())
    wrong = [each for scene in asked for each in disagreements(scene, PROBES, seen)]
    assert wrong[:5] == []
    assert seen["probes"] >= 10_000
    few = {name: seen[name] for name in (*(kind.value for kind in CELL_KINDS), "none") if seen[name] < 100}
    few |= {name: count for name, count in seen.items() if count < 100}
    assert few == {}


@given(one=situations())
def test_any_situation_agrees(one: Situation) -> None:
    assert list(disagreements(Scene(one, 1), 6, Counter())) == []


@pytest.mark.parametrize("seed", range(40))
def test_a_witness_shows_its_gap(seed: int) -> None:
    scene = Scene(situation(seeded(seed), ANY), seed)
    directory = replace(scene.directory, capacity={}, policy=replace(scene.directory.policy, validate=False))
    for finding in find_gaps(directory, scene.needs, horizon=scene.horizon, kinds=CELL_KINDS).findings:
        assert finding.witness is not None
        shown = passing(finding.witness, directory)
        assert (finding.kind is Kind.NO_SERVICE) == (not shown)
        if finding.kind is Kind.SINGLE:
            assert len({directory.services[name].provider for name in shown}) == 1


def passing(call: CallText, directory: Directory) -> list[str]:
    """Return the services that pass every check, by the plain engine."""
    explained = explain_call(call, directory).explanation
    assert explained is not None
    return [verdict.service.id for verdict in explained.verdicts if not verdict.failures]

"""Judges whole blocks of a sweep: all ages and sexes of a place at once.

Four counters fill up: when some service answers, when one of a lower level of care does, when one of
the place's own area does, and when those of two providers (sites, services) do. Services come by
falling hours, so that the counters are mostly full after a few of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from dos_router.analysis.gaps.boxes import Box
from dos_router.analysis.gaps.kinds import CELL_KINDS, GapTimes, Kind, is_emergency_level
from dos_router.analysis.sweep.acceptance import mark
from dos_router.analysis.sweep.axis import bits_of
from dos_router.analysis.sweep.order import is_promoted
from dos_router.analysis.sweep.sweep import Block, Sweep
from dos_router.model.service import Service

ALONE = -1  # the group of a service that is the only one of its group


class Filled(NamedTuple):
    """How far the counters are filled: times, by what they count."""

    some: int
    lower: int
    own: int
    twice: int


NEVER = Filled(-1, -1, -1, -1)


class Candidate(NamedTuple):
    """A service as the counters see it: its bit as a number, when it answers whom, and its group."""

    bit: int
    times: int
    group: int


def gap_cells(looked: Sweep, kinds: Collection[Kind], grouped: Callable[[Service], str]) -> dict[Kind, list[Box]]:
    """Return the gap cells of each kind as boxes that do not overlap in needs, places, ages and sexes.

    `grouped` names what `single` counts: a provider, a site, a service. Needs and places are numbered
    as they come in order; places are those of the sweep, needs are sorted.
    """
    judge = Judge(looked, grouped)
    names = sorted(need for each in looked.classes for need in each.needs)
    needs = {need: number for number, need in enumerate(names)}
    places = {place: number for number, place in enumerate(looked.places)}
    wanted = [kind for kind in CELL_KINDS if kind in kinds]
    found: dict[Kind, dict[tuple[int, int], list[int]]] = {kind: defaultdict(list) for kind in wanted}
    for block in looked.blocks():
        there = [places[place] for place in block.places.places]
        gaps = judge.judge(block)
        for kind in wanted:
            if times := gaps.of(kind):
                found[kind][block.number, times] += there
    members = [tuple(needs[need] for need in each.needs) for each in looked.classes]
    return {
        kind: [
            Box(members[number], tuple(sorted(there)), person.ages, person.sexes, times)
            for (number, spread), there in rows.items()
            for person, times in looked.spread(number).split(spread)
        ]
        for kind, rows in found.items()
    }


@dataclass(slots=True)
class Judge:
    """Judges the blocks of one sweep, one after another."""

    sweep: Sweep
    grouped: Callable[[Service], str]
    lower: int = field(init=False)
    groups: list[int] = field(init=False)
    _lines: dict[int, tuple[Candidate, ...]] = field(default_factory=dict)
    _own: dict[str | None, int] = field(default_factory=dict)
    _most: dict[tuple[int, str | None], Filled] = field(default_factory=dict)

    def __post_init__(self) -> None:
        directory, services = self.sweep.directory, self.sweep.services
        self.lower = mark(not is_emergency_level(service, directory) for service in services)
        names = [self.grouped(service) for service in services]
        count, numbers = Counter(names), {name: number for number, name in enumerate(dict.fromkeys(names))}
        self.groups = [numbers[name] if count[name] > 1 else ALONE for name in names]

    def judge(self, block: Block) -> GapTimes:
        """Return the gaps of a block, its times spread over ages and sexes."""
        area = block.places.area
        filled = self._fill(self._line(block.number), block.places.services, area, self._most_of(block.number, area))
        some, everything = filled.some, self.sweep.spread(block.number).everything
        return GapTimes(
            no_service=everything & ~some,
            upshift=0 if self.sweep.classes[block.number].emergency else some & ~filled.lower,
            single=some & ~filled.twice,
            border=some & ~filled.own,
        )

    def _fill(self, line: tuple[Candidate, ...], services: int, area: str | None, most: Filled) -> Filled:
        """Fill the counters with some services (bits), until they are as full as can be."""
        some = lower = own = twice = 0
        seen: dict[int, int] = {}
        of_lower, of_own = self.lower, self._own_bits(area)
        for bit, times, group in line:
            if not services & bit:
                continue
            fresh = times
            if group != ALONE:
                before = seen.get(group, 0)
                fresh &= ~before
                seen[group] = before | times
            twice |= some & fresh
            some |= fresh
            if of_lower & bit:
                lower |= times
            if of_own & bit:
                own |= times
            if twice == most.twice and lower == most.lower and own == most.own and some == most.some:
                break
        return Filled(some, lower, own, twice)

    def _line(self, number: int) -> tuple[Candidate, ...]:
        """Return the services that accept a class of needs, those with most minutes first."""
        if number not in self._lines:
            axis, line = self.sweep.axis, self.sweep.line(number)
            bits = bits_of(self.sweep.classes[number].services)
            bits.sort(key=lambda bit: (-axis.minutes(self.sweep.times(number, bit)), bit))
            self._lines[number] = tuple(Candidate(1 << bit, line[bit], self.groups[bit]) for bit in bits)
        return self._lines[number]

    def _most_of(self, number: int, area: str | None) -> Filled:
        """Return how full the counters of a class of needs can be in an area: with every service at once."""
        if (number, area) not in self._most:
            services = self.sweep.classes[number].services
            self._most[number, area] = self._fill(self._line(number), services, area, NEVER)
        return self._most[number, area]

    def _own_bits(self, area: str | None) -> int:
        if area not in self._own:
            directory = self.sweep.directory
            self._own[area] = mark(not is_promoted(one, area, directory) for one in self.sweep.services)
        return self._own[area]

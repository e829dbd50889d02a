"""Judges whole blocks of a sweep: who takes everybody is counted once for all ages and sexes.

Four counters fill up: when some service answers, when one of a lower level of care does, when one of
the place's own area does, and when those of two providers (sites, services) do. Services come by
falling hours, so that the counters are mostly full after a few of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import NamedTuple

from dos_router.analysis.gaps.boxes import Box
from dos_router.analysis.gaps.kinds import CELL_KINDS, GapTimes, Kind, is_emergency_level
from dos_router.analysis.sweep.acceptance import PersonClass, mark
from dos_router.analysis.sweep.axis import bits_of
from dos_router.analysis.sweep.cells import ALL_AGES, Ages
from dos_router.analysis.sweep.order import is_promoted
from dos_router.analysis.sweep.sweep import Block, Sweep
from dos_router.model.service import SEXES, Service

ALONE = -1  # the group of a service that is the only one of its group
EVERYBODY = PersonClass((ALL_AGES,), SEXES, 0)


class Filled(NamedTuple):
    """How far the counters are filled: times, by what they count."""

    some: int = 0
    lower: int = 0
    own: int = 0
    twice: int = 0


EMPTY = Filled()


class Candidate(NamedTuple):
    """A service as the counters see it: its bit as a number, when it answers, and its group."""

    bit: int
    times: int
    group: int


@dataclass(frozen=True, slots=True)
class Line:
    """The services that accept a class of needs, those with most minutes first; `everybody` takes all."""

    candidates: tuple[Candidate, ...]
    everybody: int


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
    found: dict[Kind, dict[tuple[int, Ages, tuple[str, ...], int], list[int]]] = {
        kind: defaultdict(list) for kind in wanted
    }
    for block in looked.blocks():
        there = [places[place] for place in block.places.places]
        for person, gaps in judge.judge(block):
            for kind in wanted:
                if times := gaps.of(kind):
                    found[kind][block.number, person.ages, person.sexes, times] += there
    members = [tuple(needs[need] for need in each.needs) for each in looked.classes]
    return {
        kind: [
            Box(members[number], tuple(sorted(there)), ages, sexes, times)
            for (number, ages, sexes, times), there in rows.items()
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
    _lines: dict[int, Line] = field(default_factory=dict)
    _own: dict[str | None, int] = field(default_factory=dict)
    _most: dict[tuple[int, str | None], Filled] = field(default_factory=dict)

    def __post_init__(self) -> None:
        directory, services = self.sweep.directory, self.sweep.services
        self.lower = mark(not is_emergency_level(service, directory) for service in services)
        names = [self.grouped(service) for service in services]
        count, numbers = Counter(names), {name: number for number, name in enumerate(dict.fromkeys(names))}
        self.groups = [numbers[name] if count[name] > 1 else ALONE for name in names]

    def judge(self, block: Block) -> Iterator[tuple[PersonClass, GapTimes]]:
        """Yield the gaps of a block; together the persons are every age and sex once."""
        line, area, inside = self._line(block.number), block.places.area, block.places.services
        most = self._most_of(block.number, area)
        least, seen = self._fill(line, inside & line.everybody, area, most)
        choosy = inside & ~line.everybody
        full, _ = self._fill(line, choosy, area, most, least, seen)
        if full == least:
            yield EVERYBODY, self._gaps(block.number, least)
            return
        known: dict[int, GapTimes] = {}
        for person in block.persons:
            own = choosy & person.services
            if own not in known:
                filled, _ = self._fill(line, own, area, most, least, seen)
                known[own] = self._gaps(block.number, filled)
            yield person, known[own]

    def _gaps(self, number: int, filled: Filled) -> GapTimes:
        some = filled.some
        return GapTimes(
            no_service=self.sweep.axis.everything & ~some,
            upshift=0 if self.sweep.classes[number].emergency else some & ~filled.lower,
            single=some & ~filled.twice,
            border=some & ~filled.own,
        )

    def _fill(
        self,
        line: Line,
        services: int,
        area: str | None,
        most: Filled,
        filled: Filled = EMPTY,
        seen: dict[int, int] | None = None,
    ) -> tuple[Filled, dict[int, int]]:
        """Fill counters on with some services (bits); `seen` is when each group has answered so far."""
        some, lower, own, twice = filled
        seen = dict(seen or {})
        of_lower, of_own = self.lower, self._own_bits(area)
        if filled == most:
            return filled, seen
        for bit, times, group in line.candidates:
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
        return Filled(some, lower, own, twice), seen

    def _line(self, number: int) -> Line:
        if number not in self._lines:
            axis = self.sweep.axis
            found = [
                Candidate(1 << bit, self.sweep.times(number, bit), self.groups[bit])
                for bit in bits_of(self.sweep.classes[number].services)
            ]
            found.sort(key=lambda one: (-axis.minutes(one.times), one.bit))
            everybody = mark(not one.ages and len(one.sexes) == len(SEXES) for one in self.sweep.services)
            self._lines[number] = Line(tuple(found), everybody)
        return self._lines[number]

    def _most_of(self, number: int, area: str | None) -> Filled:
        """Return how full the counters of a class of needs can be in an area: with every service at once."""
        if (number, area) not in self._most:
            never = Filled(-1, -1, -1, -1)
            services = reduce(or_, (one.bit for one in self._line(number).candidates), 0)
            self._most[number, area], _ = self._fill(self._line(number), services, area, never)
        return self._most[number, area]

    def _own_bits(self, area: str | None) -> int:
        if area not in self._own:
            directory = self.sweep.directory
            self._own[area] = mark(not is_promoted(one, area, directory) for one in self.sweep.services)
        return self._own[area]

"""What differs between the gaps of two directories: the gap cells that one has and the other has not, as boxes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from dos_router.analysis.gaps.boxes import Box, Scales, cover
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.kinds import CELL_KINDS, Kind
from dos_router.analysis.gaps.people import people_of
from dos_router.analysis.gaps.witness import call_of
from dos_router.analysis.sweep.axis import TimeAxis, lay_out_axis
from dos_router.analysis.sweep.cells import Need, PopulatedPlace
from dos_router.model.directory import Directory
from dos_router.model.service import SEXES


class Changed(NamedTuple):
    """Gap cells that come with a proposed directory, and those that go; heaviest first within each kind."""

    opened: tuple[GapFinding, ...]
    closed: tuple[GapFinding, ...]


def changed_gaps(base: Gaps, proposed: Gaps, directories: tuple[Directory, Directory]) -> Changed:
    """Return what is a gap in only one of two directories, which were searched for the same, point by point."""
    return Changed(only_in(proposed, base, directories[1]), only_in(base, proposed, directories[0]))


def only_in(these: Gaps, those: Gaps, directory: Directory, *, practice: str | None = None) -> tuple[GapFinding, ...]:
    """Return the gaps of a directory that others have not, in as few boxes as are found; whole ones by name."""
    found = list(_whole(these, those))
    for kind in CELL_KINDS:
        mine, other = ([one for one in gaps.findings if one.kind is kind] for gaps in (these, those))
        if mine and mine != other:
            found += _Difference(these, directory, practice, mine, other).findings(kind)
    order = list(Kind)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), -one.weight)))


def _whole(these: Gaps, those: Gaps) -> Iterator[GapFinding]:
    """Yield the services that nothing reaches, and the needs that nobody accepts, which the others do not tell."""
    known = {(one.kind, one.services[:1], one.needs) for one in those.findings if one.kind not in CELL_KINDS}
    for one in these.findings:
        if one.kind is Kind.UNREACHABLE and (one.kind, one.services[:1], one.needs) not in known:
            yield one
        if one.kind is Kind.UNANSWERED and one.needs not in {needs for kind, _, needs in known if kind is one.kind}:
            yield one


@dataclass(slots=True)
class _Difference:
    """The boxes of one kind in two directories, and what is only in the first."""

    gaps: Gaps
    directory: Directory
    practice: str | None
    mine: Sequence[GapFinding]
    other: Sequence[GapFinding]
    places: tuple[PopulatedPlace, ...] = field(init=False)
    axis: TimeAxis = field(init=False)
    _times: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        """Lay all the times out on one axis."""
        self.places = self.gaps.places
        times = {number: one.times for number, one in enumerate((*self.mine, *self.other))}
        self.axis, self._times = lay_out_axis(times, self.gaps.horizon)

    def findings(self, kind: Kind) -> Iterator[GapFinding]:
        """Yield what is only in the first, as boxes."""
        for box in cover(tuple(self._cells()), self._scales).boxes:
            yield self._finding(kind, box)

    def _cells(self) -> Iterator[Box]:
        """Yield the difference as boxes of one need, age and sex each, which do not overlap."""
        numbers = {need: number for number, need in enumerate(self.gaps.needs)}
        places = {place.id: number for number, place in enumerate(self.places)}
        boxes = (*self.mine, *self.other)
        for low, high, sex in self._persons():
            inside = [n for n, one in enumerate(boxes) if sex in one.sexes and _has(one, low, high)]
            for (need, over), there in _alike([(n, boxes[n]) for n in inside]).items():
                times = self._only_mine(over)
                if times:
                    wanted = tuple(sorted(places[name] for name in there if name in places))
                    yield Box((numbers[need],), wanted, ((low, high),), (sex,), times)

    def _persons(self) -> list[tuple[int, int, str]]:
        boxes = (*self.mine, *self.other)
        edges = sorted({edge for one in boxes for low, high in one.ages_days for edge in (low, high + 1)})
        return [(low, end - 1, sex) for low, end in pairwise(edges) for sex in SEXES]

    def _only_mine(self, over: frozenset[int]) -> int:
        mine = other = 0
        for number in over:
            if number < len(self.mine):
                mine |= self._times[number]
            else:
                other |= self._times[number]
        return mine & ~other

    @property
    def _scales(self) -> Scales:
        return Scales(lambda place, ages, sexes: people_of(self.places[place], ages, sexes), self.axis.minutes)

    def _finding(self, kind: Kind, box: Box) -> GapFinding:
        need, place = self.gaps.needs[box.needs[0]], self.places[box.places[0]]
        at, age = self.axis.first_minute(box.times), box.ages[0][0]
        return GapFinding(
            kind=kind, needs=tuple(self.gaps.needs[number] for number in box.needs),
            places=tuple(self.places[number] for number in box.places), ages_days=box.ages, sexes=box.sexes,
            times=self.axis.intervals(box.times), weight=self._scales.weigh(box),
            people=sum(self._scales.people(number, box.ages, box.sexes) for number in box.places),
            witness=call_of(
                need, place, age, box.sexes[0], at, directory=self.directory, practice=self.practice
            ),
        )  # fmt: skip


def _has(finding: GapFinding, low: int, high: int) -> bool:
    return any(first <= low and high <= last for first, last in finding.ages_days)


def _alike(boxes: Sequence[tuple[int, GapFinding]]) -> dict[tuple[Need, frozenset[int]], list[str]]:
    """Return the places, by id, of each need over which the same boxes lie."""
    over: dict[tuple[Need, str], set[int]] = defaultdict(set)
    for number, box in boxes:
        for need in box.needs:
            for place in box.places:
                over[need, place.id].add(number)
    found: dict[tuple[Need, frozenset[int]], list[str]] = defaultdict(list)
    for (need, place_id), numbers in over.items():
        found[need, frozenset(numbers)].append(place_id)
    return found

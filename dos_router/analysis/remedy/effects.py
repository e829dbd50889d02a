"""What each candidate closes of some gaps, by the exact sweep of the directory as it would be.

Candidates that change the same service may do more together than apart (longer hours for wider ages): so
every set of those is swept too. All others close together what each of them closes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise
from typing import NamedTuple

from dos_router.analysis.gaps.boxes import MINUTES_AN_HOUR
from dos_router.analysis.gaps.findings import GapFinding
from dos_router.analysis.gaps.people import people_of
from dos_router.analysis.gaps_told.intervals import Intervals
from dos_router.analysis.sweep.axis import bits_of, lay_out_axis
from dos_router.analysis.sweep.cells import Horizon, Need, PopulatedPlace
from dos_router.diagnostics import Malformed
from dos_router.model.remedy import Candidate
from dos_router.model.service import SEXES

MOST_TOGETHER = 6  # candidates that may change the same service: each set of them is swept

Chosen = frozenset[int]
"""Candidates, by their numbers."""


class Part(NamedTuple):
    """Gap cells that the same sets of candidates close, and their people-hours, each need apart."""

    closed_by: frozenset[Chosen]
    hours: float


@dataclass(frozen=True, slots=True)
class Effects:
    """The gaps in parts; `sets` are all the sets of candidates that were swept."""

    parts: tuple[Part, ...]
    sets: tuple[Chosen, ...]

    @property
    def hours(self) -> float:
        """Return all the people-hours of the gaps."""
        return sum(part.hours for part in self.parts)

    def closed(self, chosen: Chosen) -> float:
        """Return the people-hours that some candidates close."""
        return sum(part.hours for part in self.parts if any(each <= chosen for each in part.closed_by))


def sets_to_sweep(candidates: Sequence[Candidate]) -> tuple[Chosen, ...]:
    """Return each candidate alone, and every set of those that hang together by services that they change.

    Raises Malformed where too many hang together.
    """
    groups = _linked(candidates)
    for group in groups:
        if len(group) > MOST_TOGETHER:
            names = ", ".join(candidates[number].id for number in sorted(group))
            said = f"{len(group)} candidates change the same services: {names}"
            cure = f"join some of them to one: {MOST_TOGETHER} at most can be judged together"
            raise Malformed(said, help=cure, rule="too-many-together")
    found = chain.from_iterable(
        (frozenset(each) for size in range(1, len(group) + 1) for each in combinations(sorted(group), size))
        for group in groups
    )
    return tuple(sorted(found, key=lambda one: (len(one), sorted(one))))


def effects_of(
    candidates: Sequence[Candidate],
    gaps: Sequence[GapFinding],
    gaps_with: Callable[[Chosen], Sequence[GapFinding]],
    horizon: Horizon,
) -> Effects:
    """Return what closes which gaps; `gaps_with` sweeps the directory with a set of candidates carried out."""
    sets = sets_to_sweep(candidates)
    left = [gaps_with(each) for each in sets]
    hours: dict[frozenset[Chosen], float] = defaultdict(float)
    for kind in sorted({one.kind for one in gaps}):
        of_kind = [[one for one in boxes if one.kind is kind] for boxes in (gaps, *left)]
        for closed, weight in _parts(of_kind, horizon):
            hours[_least(frozenset(sets[number] for number in closed))] += weight
    parts = sorted((Part(closed_by, weight) for closed_by, weight in hours.items()), key=_order)
    return Effects(tuple(parts), sets)


def _linked(candidates: Sequence[Candidate]) -> list[set[int]]:
    """Return candidates by number, those that change a service in common together."""
    groups: list[tuple[set[int], set[str]]] = []
    for number, candidate in enumerate(candidates):
        near = [group for group in groups if group[1] & candidate.touched]
        groups = [group for group in groups if group not in near]
        members = {number}.union(*(group[0] for group in near))
        groups.append((members, set(candidate.touched).union(*(group[1] for group in near))))
    return [group[0] for group in groups]


def _least(closed_by: frozenset[Chosen]) -> frozenset[Chosen]:
    """Return the sets of which no other is a part."""
    return frozenset(one for one in closed_by if not any(other < one for other in closed_by))


def _order(part: Part) -> tuple[float, list[list[int]]]:
    return -part.hours, sorted(sorted(each) for each in part.closed_by)


def _parts(lists: Sequence[Sequence[GapFinding]], horizon: Horizon) -> Iterator[tuple[frozenset[int], float]]:
    """Yield people-hours of the first list's cells with the numbers of the others, from 0, that do not have them."""
    boxes = [(number, box) for number, those in enumerate(lists) for box in those]
    times: dict[int, Intervals] = {index: box.times for index, (_, box) in enumerate(boxes)}
    axis, bits = lay_out_axis(times, horizon)
    minutes: dict[frozenset[int], list[tuple[frozenset[int], int]]] = {}
    for low, high, sex in _persons(lists):
        inside = [n for n, (_, box) in enumerate(boxes) if sex in box.sexes and _has(box, low, high)]
        for place, over in _covering([(n, boxes[n][1]) for n in inside]):
            if over not in minutes:
                split = _split([(boxes[n][0], bits[n]) for n in over], len(lists))
                minutes[over] = [(closed, sum(axis.lengths[bit] for bit in bits_of(part))) for closed, part in split]
            people = people_of(place, ((low, high),), (sex,))
            for closed, length in minutes[over]:
                yield closed, people * length / MINUTES_AN_HOUR


def _split(over: list[tuple[int, int]], count: int) -> list[tuple[frozenset[int], int]]:
    """Return the times of the first list in parts, each with the numbers of the others that leave it free."""
    times = [0] * count
    for number, bits in over:
        times[number] |= bits
    parts: list[tuple[frozenset[int], int]] = [(frozenset(), times[0])] if times[0] else []
    for number, left in enumerate(times[1:]):
        split = [(closed | {number}, part & ~left) for closed, part in parts]
        split += [(closed, part & left) for closed, part in parts]
        parts = [one for one in split if one[1]]
    return parts


def _persons(lists: Sequence[Sequence[GapFinding]]) -> list[tuple[int, int, str]]:
    ages = (ages for those in lists for box in those for ages in box.ages_days)
    edges = sorted({edge for low, high in ages for edge in (low, high + 1)})
    return [(low, end - 1, sex) for low, end in pairwise(edges) for sex in SEXES]


def _has(box: GapFinding, low: int, high: int) -> bool:
    return any(first <= low and high <= last for first, last in box.ages_days)


def _covering(boxes: list[tuple[int, GapFinding]]) -> Iterator[tuple[PopulatedPlace, frozenset[int]]]:
    """Yield, for each need and place, the numbers of the boxes over it; places are one by their ids."""
    over: dict[tuple[Need, str], set[int]] = defaultdict(set)
    places: dict[str, PopulatedPlace] = {}
    for number, box in boxes:
        for place in box.places:
            places.setdefault(place.id, place)
            for need in box.needs:
                over[need, place.id].add(number)
    return ((places[name], frozenset(numbers)) for (_, name), numbers in over.items())

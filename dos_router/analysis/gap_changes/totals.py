"""What several gaps come to together: boxes overlap, so that their cells are counted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from dos_router.analysis.gaps.boxes import MINUTES_AN_HOUR
from dos_router.analysis.gaps.findings import GapFinding
from dos_router.analysis.gaps.people import people_of
from dos_router.analysis.gaps_told.intervals import Intervals, length, united
from dos_router.analysis.sweep.cells import Need, PopulatedPlace
from dos_router.model.service import SEXES


def people_hours(findings: Sequence[GapFinding]) -> float:
    """Return the people-hours of all the cells of some boxes, for every need apart."""
    total = 0.0
    minutes: dict[frozenset[int], int] = {}
    for low, high, sex in _persons(findings):
        inside = {number for number, one in enumerate(findings) if sex in one.sexes and _has(one, low, high)}
        for place, boxes in _covering(findings, inside):
            if boxes not in minutes:
                minutes[boxes] = length(_times(findings, boxes))
            total += people_of(place, ((low, high),), (sex,)) * minutes[boxes]
    return total / MINUTES_AN_HOUR


def _persons(findings: Sequence[GapFinding]) -> list[tuple[int, int, str]]:
    """Return the ages between which no box begins or ends, with each sex."""
    edges = sorted({edge for one in findings for low, high in one.ages_days for edge in (low, high + 1)})
    return [(low, end - 1, sex) for low, end in pairwise(edges) for sex in SEXES]


def _has(finding: GapFinding, low: int, high: int) -> bool:
    return any(first <= low and high <= last for first, last in finding.ages_days)


def _covering(findings: Sequence[GapFinding], inside: set[int]) -> list[tuple[PopulatedPlace, frozenset[int]]]:
    """Return the boxes over each need and place: once for each need that has those."""
    found: dict[tuple[Need, PopulatedPlace], set[int]] = defaultdict(set)
    for number in inside:
        for need in findings[number].needs:
            for place in findings[number].places:
                found[need, place].add(number)
    return [(place, frozenset(boxes)) for (_, place), boxes in found.items()]


def _times(findings: Sequence[GapFinding], boxes: frozenset[int]) -> Intervals:
    return united(*(findings[number].times for number in boxes))

"""Calls that were made, as a measure of gaps: how many a year are to be expected in each.

A call counts at the point nearest to where it came from, on its weekday and at its minute: for a gap that is
there on some Sundays at 20:00 and not on others, a call of that minute counts by how many. Of a caller whose
sex is not stated, half counts for each.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from dos_router.analysis.gaps.findings import GapFinding
from dos_router.analysis.gaps.needs import need_for
from dos_router.analysis.gaps_told.days import Days
from dos_router.analysis.gaps_told.intervals import Intervals
from dos_router.analysis.sweep.cells import Need, PopulatedPlace
from dos_router.model.call import Request
from dos_router.model.moments import local_time
from dos_router.model.service import SEXES, Point, squared_distance

DAYS_A_YEAR = 365.25
_WEEK = 7


class _Call(NamedTuple):
    place: str
    age_days: int
    sex: str
    weekday: int
    minute: int


class CallRates:
    """Calls by their need, ready to be counted in gaps; `calls` is how many were understood and searched for."""

    def __init__(self, requests: Iterable[Request], places: Sequence[PopulatedPlace], days: Days) -> None:
        """Put each call at one of the places: all that there are, whichever of them are looked at."""
        self._days = days
        self._calls: dict[Need, list[_Call]] = defaultdict(list)
        nearest = _Nearest(places)
        moments = []
        for request in requests:
            if request.point is None or request.age_days is None or not request.symptom_discriminators:
                continue
            local = local_time(request.at, days.zone)
            need = need_for(request.disposition, request.symptom_group, request.symptom_discriminators)
            place = nearest.to(request.point)
            minute = local.hour * 60 + local.minute
            self._calls[need].append(_Call(place, request.age_days, request.sex, local.weekday(), minute))
            moments.append(local.date())
        self.calls = len(moments)
        self.days = (max(moments) - min(moments)).days + 1 if moments else 0
        self._shares: dict[Intervals, tuple[_Share, ...]] = {}

    def a_year(self, finding: GapFinding) -> float:
        """Return how many calls a year are to be expected in a gap."""
        shares = self._shares_of(finding.times)
        there = {place.id for place in finding.places}
        found = sum(
            shares[call.weekday].at(call.minute) * _person(call, finding)
            for need in finding.needs
            for call in self._calls.get(need, ())
            if call.place in there
        )
        return found * DAYS_A_YEAR / self.days if self.days else 0.0

    def _shares_of(self, times: Intervals) -> tuple[_Share, ...]:
        if times not in self._shares:
            rows = self._days.rows(times)
            by_weekday: list[list[Intervals]] = [[] for _ in range(_WEEK)]
            for day, row in rows.items():
                by_weekday[self._days.weekday(day)].append(row)
            self._shares[times] = tuple(_share(each) for each in by_weekday)
        return self._shares[times]


class _Share(NamedTuple):
    """On what share of the days of a weekday each minute is in a gap: it changes at the edges."""

    edges: tuple[int, ...]
    shares: tuple[float, ...]

    def at(self, minute: int) -> float:
        place = bisect_right(self.edges, minute) - 1
        return self.shares[place] if place >= 0 else 0.0


def _share(rows: Sequence[Intervals]) -> _Share:
    turns: Counter[int] = Counter()
    for row in rows:
        for start, end in row:
            turns[start] += 1
            turns[end] -= 1
    edges = tuple(sorted(turns))
    return _Share(edges, tuple(count / len(rows) for count in accumulate(turns[edge] for edge in edges)))


def _person(call: _Call, finding: GapFinding) -> float:
    if not any(low <= call.age_days <= high for low, high in finding.ages_days):
        return 0.0
    if call.sex in SEXES:
        return float(call.sex in finding.sexes)
    return len(finding.sexes) / len(SEXES)


class _Nearest:
    """Finds the place nearest to a point; places equally near are taken by id."""

    def __init__(self, places: Sequence[PopulatedPlace]) -> None:
        self._places = sorted(places, key=lambda place: place.id)
        self._known: dict[Point, str] = {}

    def to(self, point: Point) -> str:
        if point not in self._known:
            best = min(self._places, key=lambda place: squared_distance(point, place.point) or 0)
            self._known[point] = best.id
        return self._known[point]

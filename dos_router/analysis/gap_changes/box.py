"""A gap as near misses are held against it: its times, windows, areas and the corners of its places."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from dos_router.analysis.gaps.findings import GapFinding
from dos_router.analysis.gaps_told.intervals import Intervals, united, without
from dos_router.analysis.sweep.cells import Ages, Need, PopulatedPlace
from dos_router.model.ages import AGE_LIMIT_DAYS
from dos_router.model.directory import Directory
from dos_router.model.service import Point, Service
from dos_router.routing.window import window_length


class GapBox:
    """A finding, with what is worked out of it once."""

    def __init__(self, finding: GapFinding, directory: Directory) -> None:
        """Take a finding of a directory."""
        self.finding = finding
        self.times: Intervals = finding.times
        self._dispositions = directory.reference.dispositions

    def reach_of(self, need: Need) -> int:
        """Return where the window of a need ends, in minutes after the call."""
        return window_length(self._dispositions[need.disposition].timeframe)

    @cached_property
    def reaches(self) -> tuple[int, ...]:
        """Return where the windows of all the needs end."""
        return tuple(sorted({self.reach_of(need) for need in self.finding.needs}))

    @cached_property
    def areas(self) -> frozenset[str | None]:
        """Return the areas of the places; None stands for one that is not known."""
        return frozenset(place.area for place in self.finding.places)

    @cached_property
    def corners(self) -> dict[int, tuple[Point, Point]]:
        """Return the south-west and north-east corners of the places searched equally far, by that distance."""
        found: dict[int, list[PopulatedPlace]] = {}
        for place in self.finding.places:
            found.setdefault(place.metres, []).append(place)
        return {metres: _corners(those) for metres, those in found.items()}

    def metres_to(self, there: Point) -> dict[int, int]:
        """Return how far would have to be searched to find a point from every place, by how far is searched."""
        return {
            metres: max(
                there.easting - low.easting, high.easting - there.easting,
                there.northing - low.northing, high.northing - there.northing,
            )
            for metres, (low, high) in self.corners.items()
        }  # fmt: skip

    def takes_somebody(self, service: Service) -> bool:
        """Say whether a service takes anybody of the box, its needs, hours and distance apart."""
        ages, sexes = self.finding.ages_days, self.finding.sexes
        here = not service.limited_to or None in self.areas or not self.areas.isdisjoint(service.limited_to)
        return here and not service.sexes.isdisjoint(sexes) and ages_not_taken(service, ages) != ages


def ages_not_taken(service: Service, ages: Ages) -> Ages:
    """Return the days of age, both ends included, that a service does not take."""
    taken = sorted((one.low, AGE_LIMIT_DAYS if one.high is None else one.high + 1) for one in service.ages)
    if not taken:
        return ()
    wanted = tuple((low, high + 1) for low, high in ages)
    return tuple((low, end - 1) for low, end in without(wanted, united(taken)))


def _corners(places: Iterable[PopulatedPlace]) -> tuple[Point, Point]:
    eastings, northings = zip(*(place.point for place in places), strict=True)
    return Point(min(eastings), min(northings)), Point(max(eastings), max(northings))

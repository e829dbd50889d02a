"""A finding in words: its needs, places, people and times, each saying exactly what it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from dos_router.analysis.gaps.findings import GapFinding
from dos_router.analysis.gaps_told.days import Days
from dos_router.analysis.gaps_told.needs import NeedTeller
from dos_router.analysis.gaps_told.people import people_told
from dos_router.analysis.gaps_told.places import PlacesTold, PlaceTeller
from dos_router.analysis.gaps_told.times import times_words
from dos_router.analysis.sweep.cells import Horizon, Need, PopulatedPlace
from dos_router.model.directory import Directory


class Told(NamedTuple):
    """A finding in words; `needs` one text for each disposition."""

    needs: tuple[str, ...]
    places: PlacesTold
    people: str
    times: str


class Teller:
    """Tells findings of one directory, over one horizon, of some needs and places."""

    def __init__(
        self, directory: Directory, horizon: Horizon, needs: Iterable[Need], places: Collection[PopulatedPlace]
    ) -> None:
        """Take what the findings are of."""
        self._days = Days(directory.zone, frozenset(directory.holidays), horizon.start, horizon.end)
        self._needs = NeedTeller(needs, directory.reference)
        self._places = PlaceTeller(sorted(places, key=lambda place: place.id), directory.areas)

    def tell(self, finding: GapFinding, most_symptoms: int | None = None) -> Told:
        """Return a finding in words, with at most so many symptoms of a disposition."""
        return Told(
            tuple(self._needs.tell(finding.needs, most_symptoms)),
            self._places.tell([place.id for place in finding.places]),
            people_told(finding.ages_days, finding.sexes),
            self.times(finding.times),
        )

    def times(self, times: Iterable[tuple[int, int]]) -> str:
        """Return times in words."""
        return times_words(times, self._days)

"""In what order the services of a place are offered, and when that order holds (routing.md 6, 1 to 4)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from dos_router.analysis.sweep.axis import bits_of
from dos_router.analysis.sweep.cells import PopulatedPlace
from dos_router.model.directory import Directory
from dos_router.model.service import Service, squared_distance
from dos_router.routing.order import rank_of

PROMOTED = 1_000  # more than any rank

NearKey = tuple[int, bool, int, str]


@dataclass(frozen=True, slots=True)
class Orders:
    """How some services are ordered, for callers of a practice (None: of none that is known).

    What does not hang on the ranking is put in order once a place; an entry then only sorts by rank,
    and leaves those of the same rank as they are.
    """

    directory: Directory
    services: Sequence[Service]
    practice: str | None = None
    _near: dict[PopulatedPlace, array[int]] = field(default_factory=dict, repr=False)
    _ranks: dict[tuple[str | None, int | None], list[int]] = field(default_factory=dict, repr=False)

    def entries(self, numbers: tuple[int, ...], area: str | None) -> list[int]:
        """Return those of some ranking entries, by number, that can apply to an area."""
        ranking = self.directory.policy.ranking
        return [number for number in numbers if not ranking[number].areas or area in ranking[number].areas]

    def ranked(self, place: PopulatedPlace, entry: int | None, reached: int) -> Sequence[int]:
        """Return the services that a place reaches (bits) in the order in which it is offered them, by number.

        `entry` is the number of the ranking entry that applies, None where the national ranks do.
        """
        if place not in self._near:
            here = self.directory.commissioners_of(place.area)
            bits = sorted(bits_of(reached), key=lambda bit: self._key(self.services[bit], place, here))
            self._near[place] = array("I", bits)  # a tuple takes ten times as much
        return array("I", sorted(self._near[place], key=self._ranks_of(place.area, entry).__getitem__))

    def _key(self, service: Service, place: PopulatedPlace, here: frozenset[str]) -> NearKey:
        squared = squared_distance(place.point, service.point)
        return self._whose(service, here), squared is None, squared or 0, service.id

    def _whose(self, service: Service, here: frozenset[str]) -> int:
        if self.practice is not None and service.ods == self.practice:
            return 0
        if service.commissioned_by.isdisjoint(here):
            return 3
        return 1 if service.practices else 2

    def _ranks_of(self, area: str | None, entry: int | None) -> list[int]:
        """Return each service's rank in an area under an entry, those promoted from elsewhere after all others."""
        if (area, entry) not in self._ranks:
            ranking = None if entry is None else self.directory.policy.ranking[entry]
            self._ranks[area, entry] = [
                PROMOTED * is_promoted(service, area, self.directory) + rank_of(service, ranking, self.directory)
                for service in self.services
            ]
        return self._ranks[area, entry]


def is_promoted(service: Service, area: str | None, directory: Directory) -> bool:
    """Say whether a service is commissioned, but by nobody of a place's own area (routing.md 6, 2)."""
    if area is None or not service.commissioned_by:
        return False
    return service.commissioned_by.isdisjoint(directory.commissioners_of(area))

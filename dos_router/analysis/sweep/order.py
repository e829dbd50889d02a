"""In what order the services of a place are offered, and when that order holds (routing.md 6, 1 to 4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from dos_router.analysis.sweep.cells import PopulatedPlace
from dos_router.model.directory import Directory
from dos_router.model.policy import Ranking
from dos_router.model.service import Service, squared_distance
from dos_router.routing.order import rank_of

OrderKey = tuple[bool, int, int, bool, int, str]


@dataclass(frozen=True, slots=True)
class Orders:
    """How one directory's services are ordered, for callers of a practice (None: of none that is known)."""

    directory: Directory
    practice: str | None = None
    _keys: dict[tuple[PopulatedPlace, int | None], dict[str, OrderKey]] = field(default_factory=dict, repr=False)

    def entries(self, numbers: tuple[int, ...], area: str | None) -> list[tuple[int, Ranking]]:
        """Return those of some ranking entries that can apply to an area, by number."""
        entries = ((number, self.directory.policy.ranking[number]) for number in numbers)
        return [(number, entry) for number, entry in entries if not entry.areas or area in entry.areas]

    def key(self, place: PopulatedPlace, entry: int | None, service: Service) -> OrderKey:
        """Return what orders a service among those that a place can be offered, under an entry or none."""
        known = self._keys.setdefault((place, entry), {})
        if service.id not in known:
            known[service.id] = self._key(place, entry, service)
        return known[service.id]

    def _key(self, place: PopulatedPlace, entry: int | None, service: Service) -> OrderKey:
        ranking = None if entry is None else self.directory.policy.ranking[entry]
        squared = squared_distance(place.point, service.point)
        return (
            is_promoted(service, place.area, self.directory),
            rank_of(service, ranking, self.directory),
            self._whose(service, place.area),
            squared is None,
            squared or 0,
            service.id,
        )

    def _whose(self, service: Service, area: str | None) -> int:
        if self.practice is not None and service.ods == self.practice:
            return 0
        if service.commissioned_by.isdisjoint(self.directory.commissioners_of(area)):
            return 3
        return 1 if service.practices else 2


def is_promoted(service: Service, area: str | None, directory: Directory) -> bool:
    """Say whether a service is commissioned, but by nobody of a place's own area (routing.md 6, 2)."""
    if area is None or not service.commissioned_by:
        return False
    return service.commissioned_by.isdisjoint(directory.commissioners_of(area))

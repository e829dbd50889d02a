"""In what order the services of a place are offered, and when that order holds (routing.md 6, 1 to 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dos_router.analysis.sweep.cells import PopulatedPlace
from dos_router.model.directory import Directory
from dos_router.model.service import Service, squared_distance
from dos_router.routing.order import rank_of

OrderKey = tuple[bool, int, int, bool, int, str]


@dataclass(frozen=True, slots=True)
class Orders:
    """How one directory's services are ordered, for callers of a practice (None: of none that is known)."""

    directory: Directory
    practice: str | None = None

    def entries(self, numbers: tuple[int, ...], area: str | None) -> list[int]:
        """Return those of some ranking entries, by number, that can apply to an area."""
        ranking = self.directory.policy.ranking
        return [number for number in numbers if not ranking[number].areas or area in ranking[number].areas]

    def ranked(self, place: PopulatedPlace, entry: int | None, services: Mapping[int, Service]) -> tuple[int, ...]:
        """Return services' numbers in the order in which a place is offered them, under an entry or none."""
        here = self.directory.commissioners_of(place.area)
        ranking = None if entry is None else self.directory.policy.ranking[entry]

        def key(number: int) -> OrderKey:
            service = services[number]
            squared = squared_distance(place.point, service.point)
            ours = not service.commissioned_by.isdisjoint(here)
            return (
                place.area is not None and bool(service.commissioned_by) and not ours,
                rank_of(service, ranking, self.directory),
                self._whose(service, ours=ours),
                squared is None,
                squared or 0,
                service.id,
            )

        return tuple(sorted(services, key=key))

    def _whose(self, service: Service, *, ours: bool) -> int:
        if self.practice is not None and service.ods == self.practice:
            return 0
        if not ours:
            return 3
        return 1 if service.practices else 2


def is_promoted(service: Service, area: str | None, directory: Directory) -> bool:
    """Say whether a service is commissioned, but by nobody of a place's own area (routing.md 6, 2)."""
    if area is None or not service.commissioned_by:
        return False
    return service.commissioned_by.isdisjoint(directory.commissioners_of(area))

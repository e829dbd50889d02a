"""Which services a place reaches: inside its square, and not limited to other areas (routing.md 2 to 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dos_router.analysis.sweep.acceptance import mark
from dos_router.analysis.sweep.cells import PopulatedPlace
from dos_router.model.service import Service
from dos_router.routing.distances import is_inside


class PlaceClass(NamedTuple):
    """Places of one area that reach the same services, a bit for each of the sweep."""

    places: tuple[PopulatedPlace, ...]
    area: str | None
    services: int


def reach_of(place: PopulatedPlace, services: Sequence[Service]) -> int:
    """Return the services that a call from a place can find, whatever it needs."""
    return mark(
        is_inside(place.point, service.point, place.metres)
        and not (service.limited_to and place.area is not None and place.area not in service.limited_to)
        for service in services
    )


def place_classes(reached: Iterable[tuple[PopulatedPlace, int]], among: int) -> tuple[PlaceClass, ...]:
    """Return places by their area and by which of some services (bits) they reach."""
    found: dict[tuple[str | None, int], list[PopulatedPlace]] = defaultdict(list)
    for place, services in reached:
        found[place.area, services & among].append(place)
    return tuple(PlaceClass(tuple(places), *key) for key, places in found.items())

"""Where people live: points of the population, else the directory's places, with how far each searches."""

from __future__ import annotations

from collections.abc import Collection

from dos_router.analysis.sweep.cells import PopulatedPlace
from dos_router.diagnostics import Malformed
from dos_router.model.directory import Directory, SmallArea
from dos_router.model.postcodes import parse_postcode, widening
from dos_router.routing.distances import NATIONAL_METRES


def places_of(directory: Directory, areas: Collection[str] = ()) -> tuple[PopulatedPlace, ...]:
    """Return the points of the population, or the places where there is none, by id; of some areas, or all."""
    if directory.population:
        found = [_populated(one, directory) for one in directory.population]
    else:
        found = [
            PopulatedPlace(name, place.point, place.area, search_metres(name, directory), postcode=name)
            for name, place in directory.places.items()
        ]
    return tuple(sorted((one for one in found if not areas or one.area in areas), key=lambda one: one.id))


def search_metres(postcode: str | None, directory: Directory) -> int:
    """Return how far is searched from a postcode, sector or district, else by default (routing.md 2)."""
    policy = directory.policy
    if postcode is not None:
        try:
            names = [name for _, name in widening(parse_postcode(postcode))]
        except Malformed:
            names = []
        found = next((policy.distances[name] for name in names if name in policy.distances), None)
        if found is not None:
            return found
    return NATIONAL_METRES if policy.default_distance is None else policy.default_distance


def _populated(one: SmallArea, directory: Directory) -> PopulatedPlace:
    metres = search_metres(one.postcode, directory)
    return PopulatedPlace(one.id, one.place.point, one.place.area, metres, one.people, one.bands, one.postcode)

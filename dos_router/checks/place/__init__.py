"""Checks of place: where services are, and from how far they are looked for."""

from types import ModuleType

from dos_router.checks.place import (
    duplicate_place,
    half_a_grid_reference,
    outside_the_grid,
    place_disagrees,
    places_twice,
    unknown_postcode,
)

CHECKS: tuple[ModuleType, ...] = (
    unknown_postcode,
    half_a_grid_reference,
    outside_the_grid,
    place_disagrees,
    duplicate_place,
    places_twice,
)

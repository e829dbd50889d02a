"""Checks of place: where services are, and from how far they are looked for."""

from types import ModuleType

from dos_router.checks.place import (
    area_without_places,
    distance_matches_nothing,
    duplicate_place,
    easting_and_northing_swapped,
    half_a_grid_reference,
    out_of_everyones_reach,
    outside_its_commissioners_areas,
    outside_the_grid,
    place_disagrees,
    place_outside_the_country,
    places_twice,
    postcode_perhaps_ended,
    unknown_postcode,
    untidy_postcode,
    walk_in_without_place,
)

CHECKS: tuple[ModuleType, ...] = (
    unknown_postcode,
    half_a_grid_reference,
    outside_the_grid,
    place_disagrees,
    duplicate_place,
    places_twice,
    area_without_places,
    distance_matches_nothing,
    easting_and_northing_swapped,
    out_of_everyones_reach,
    outside_its_commissioners_areas,
    place_outside_the_country,
    postcode_perhaps_ended,
    untidy_postcode,
    walk_in_without_place,
)

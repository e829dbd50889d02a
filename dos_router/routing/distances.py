"""How far is searched, and how far a service is (routing.md 2)."""

from __future__ import annotations

from math import sqrt

from dos_router.model.answer import SearchArea
from dos_router.model.call import Request
from dos_router.model.policy import Policy
from dos_router.model.postcodes import widening
from dos_router.model.service import Point, squared_distance

METRES_A_MILE = 1609.344
NATIONAL_METRES = 60_000


def search_area(request: Request, policy: Policy) -> SearchArea:
    """Return how far to search: forced, else the directory's table, the request, the default, 60 km."""
    if request.force_distance and request.distance is not None:
        return SearchArea(request.distance, "forced")
    for kind, name in widening(request.postcode) if request.postcode else ():
        if name in policy.distances:
            return SearchArea(policy.distances[name], kind)
    if request.distance is not None:
        return SearchArea(request.distance, "request")
    if policy.default_distance is not None:
        return SearchArea(policy.default_distance, "default")
    return SearchArea(NATIONAL_METRES, "national")


def is_inside(here: Point, there: Point | None, metres: int) -> bool:
    """Say whether a service lies in the square around a place; one without a place always does."""
    if there is None:
        return True
    return abs(here.easting - there.easting) <= metres and abs(here.northing - there.northing) <= metres


def miles_between(here: Point, there: Point | None) -> float | None:
    """Return the straight-line distance in miles, to one decimal."""
    return in_miles(squared_distance(here, there))


def in_miles(squared: int | None) -> float | None:
    """Return a squared distance in m² as miles to one decimal; None stays None."""
    return None if squared is None else round(sqrt(squared) / METRES_A_MILE, 1)

"""The catch-all: the nearest emergency departments, where nothing suitable was found (routing.md 7)."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from dos_router.model.answer import Offer
from dos_router.model.service import EMERGENCY_DEPARTMENT, Service, squared_distance
from dos_router.routing.checks import Search
from dos_router.routing.distances import NATIONAL_METRES, is_inside
from dos_router.routing.search import offer_of

OFFERED = 2


def catch_all_offers(search: Search, barred: AbstractSet[str] = frozenset()) -> tuple[Offer, ...]:
    """Return the first two active emergency departments of the 60 km square, capacity ignored.

    Those that are open and take the caller come before those that do not, which are marked so.
    """
    here = search.request.point
    if here is None or EMERGENCY_DEPARTMENT in barred:
        return ()
    inside = [
        (
            bool(_doubt(service, search)),
            squared_distance(here, service.point) is None,
            squared_distance(here, service.point) or 0,
            service.id,
        )
        for service in search.directory.services.values()
        if service.type == EMERGENCY_DEPARTMENT
        and service.is_active
        and is_inside(here, service.point, NATIONAL_METRES)
    ]
    nearest = [search.directory.services[key[-1]] for key in sorted(inside)[:OFFERED]]
    return tuple(offer_of(service, search, note=_doubt(service, search)) for service in nearest)


def _doubt(service: Service, search: Search) -> str | None:
    """Return what speaks against an emergency department that is named all the same."""
    request, doubts = search.request, []
    if not search.calendar.is_open(service.opening, request.at):
        doubts.append("closed at the time of the call")
    if request.age_days is not None and not service.takes_age(request.age_days):
        doubts.append("does not take this age")
    if not service.takes_sex(request.sex):
        doubts.append("does not take this sex")
    return "; ".join(doubts) or None

"""What a `single` gap counts: providers, sites (one postcode, or within 200 m) or services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from dos_router.analysis.gaps.kinds import Resilience
from dos_router.model.directory import Directory
from dos_router.model.service import Point, Service, squared_distance

SITE_METRES = 200


def grouping(directory: Directory, resilience: Resilience) -> Callable[[Service], str]:
    """Return what names the provider, site or service that a service counts as."""
    if resilience is Resilience.SERVICE:
        return lambda service: service.id
    if resilience is Resilience.PROVIDER:
        return provider_of
    sites = sites_of(directory.services.values())
    return lambda service: sites[service.id]


def provider_of(service: Service) -> str:
    """Return what tells a service's provider from others: its ODS code, else its name."""
    return service.provider.ods or service.provider.name


def sites_of(services: Iterable[Service]) -> dict[str, str]:
    """Return the site of each service by id, named for the first service there.

    Sites that overlap are one: a service near two others joins them. A service without a place is a
    site of its own.
    """
    rising = sorted(services, key=lambda one: one.id)
    leads = {service.id: service.id for service in rising}

    def lead(name: str) -> str:
        while leads[name] != name:
            leads[name] = leads[leads[name]]
            name = leads[name]
        return name

    for first, second in _neighbours(rising):
        low, high = sorted((lead(first), lead(second)))
        leads[high] = low
    return {name: lead(name) for name in leads}


def _neighbours(services: list[Service]) -> Iterator[tuple[str, str]]:
    """Yield pairs of services that share a postcode or lie within 200 m."""
    by_postcode: dict[str, str] = {}
    squares: dict[tuple[int, int], list[Service]] = defaultdict(list)
    for service in services:
        if service.postcode:
            yield by_postcode.setdefault(service.postcode, service.id), service.id
        if service.point is None:
            continue
        yield from ((other.id, service.id) for other in _near(service.point, squares))
        squares[_square(service.point)].append(service)


def _near(point: Point, squares: dict[tuple[int, int], list[Service]]) -> Iterator[Service]:
    east, north = _square(point)
    for square in ((east + x, north + y) for x in (-1, 0, 1) for y in (-1, 0, 1)):
        for other in squares.get(square, ()):
            squared = squared_distance(point, other.point)
            if squared is not None and squared <= SITE_METRES**2:
                yield other


def _square(point: Point) -> tuple[int, int]:
    return point.easting // SITE_METRES, point.northing // SITE_METRES

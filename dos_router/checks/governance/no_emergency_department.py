"""An area with places from which no emergency department is in reach.

A call for which nothing else qualifies falls to the nearest emergency department within 60 km: from there it falls to
nothing, and ends with `no-service`. Include the neighbouring directory that has one, or mend the place's grid
reference.

Fails:
    # without: services/example-provider.yaml
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30

Passes:
    # without: services/example-provider.yaml
    # services/example.yaml
    services:
      - id: shore-ed
        name: Shore emergency department
        type: emergency-department
        location: {postcode: ZZ1 1AA}
        opening: 24/7
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from dos_router.checks.governance._own import place_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.directory import Place
from dos_router.model.service import EMERGENCY_DEPARTMENT, Point

SEVERITY = Severity.ERROR
REACH = 60_000  # metres each way (routing.md 7)
CURE = "include a directory that has one, or mark one as active"


def find(subject: Subject) -> Iterator[Found]:
    """Yield each area with the number of its places that have no active emergency department in reach, and one."""
    directory = subject.directory
    departments = [one for one in directory.services.values() if one.type == EMERGENCY_DEPARTMENT and one.is_active]
    near = {one.point for one in departments}
    if not departments:
        yield Found("no active service is an emergency department", place_of(subject, "id"), CURE)
    elif None not in near:
        for area, names in _left(directory.places, {point for point in near if point}).items():
            said = (
                f"from {len(names)} of the places of `{area}` no emergency department is within 60 km, as `{names[0]}`"
            )
            yield Found(said, place_of(subject, "areas", area), CURE)


def _left(places: Mapping[str, Place], near: set[Point]) -> dict[str, list[str]]:
    left: dict[str, list[str]] = defaultdict(list)
    for name, (point, area) in places.items():
        if not any(_is_within(point, one) for one in near):
            left[area or "no area"].append(name)
    return left


def _is_within(here: Point, there: Point) -> bool:
    return abs(here.easting - there.easting) <= REACH and abs(here.northing - there.northing) <= REACH

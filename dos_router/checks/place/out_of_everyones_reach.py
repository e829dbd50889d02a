"""A service that is within the search distance of no place.

No caller whose postcode is known can be offered it: it lies outside every area served. The grid reference may be
wrong, the search distance too short, or the places of a neighbouring area are missing.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {easting: 300000, northing: 400000}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {easting: 500250, northing: 200350}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.place._reach import reach_of, turned
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.service import AMBULANCE

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use that nobody reaches, those apart whose numbers are but swapped, and ambulances."""
    reach = reach_of(subject.directory)
    for service in subject.in_use:
        point = service.point
        if service.type == AMBULANCE or not point or reach.holds(point) or reach.holds(turned(point)):
            continue
        said = f"`{service.id}` is within the search distance of no place"
        yield Found(said, service.line("location"), "check its grid reference, or widen `search_distance_km`")

"""A grid reference that would lie among the places if its two numbers were swapped.

As it is written, the service lies far from everybody, and is offered to nobody. The easting comes first: `CT9 4AN` is
about 635000, 170000. Swap the numbers.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {easting: 200350, northing: 500250}

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

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use that nobody reaches where they are, and somebody would the other way round."""
    reach = reach_of(subject.directory)
    for service in subject.in_use:
        if service.point and not reach.holds(service.point) and reach.holds(turned(service.point)):
            easting, northing = service.point
            said = f"`{service.id}` lies far from every place, and among them if its numbers are swapped"
            yield Found(said, service.line("location"), f"did you mean easting {northing}, northing {easting}?")

"""A service that lies in an area of the directory which its commissioners do not commission for.

Where it stands it counts as promoted from another area, and goes after all others. That is right for a neighbour's
hospital just over the border; else a commissioner is missing from `commissioned_by`.

Fails:
    # directory.yaml
    commissioners:
      - {id: example-icb, name: Example ICB, areas: [north], lead: true}
      - {id: south-icb, name: South ICB, areas: [south]}
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ2}
        commissioned_by: [example-icb]

Passes:
    # directory.yaml
    commissioners:
      - {id: example-icb, name: Example ICB, areas: [north], lead: true}
      - {id: south-icb, name: South ICB, areas: [south]}
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ2}
        commissioned_by: [example-icb, south-icb]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use whose postcode's area is none of their commissioners'."""
    directory = subject.directory
    for service in subject.in_use:
        found = directory.find_place(service.postcode) if service.postcode else None
        area = found.place.area if found else None
        if area and service.commissioned_by.isdisjoint(directory.commissioners_of(area)) and service.commissioned_by:
            here = ", ".join(sorted(directory.commissioners_of(area))) or "nobody"
            said = f"`{service.id}` lies in `{area}`, and is commissioned for other areas"
            yield Found(said, service.line("commissioned_by"), f"for `{area}` commissions: {here}")

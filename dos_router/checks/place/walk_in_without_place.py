"""A service that people walk into, without a place.

A service without a location counts as within reach of everybody, however far: callers are sent to a door that nobody
can find. Give its postcode. Services by telephone need none.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        referral: {how: walk-in}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        referral: {how: walk-in}
        location: {postcode: ZZ1 1AA}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use that are referred to by walking in, and have no point."""
    for service in subject.in_use:
        if service.referral == "walk-in" and service.point is None:
            said = f"people walk into `{service.id}`, which has no place"
            yield Found(said, service.line("referral"), "write `location: {postcode: …}`")

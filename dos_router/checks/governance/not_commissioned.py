"""A service that nobody commissions.

Nobody vouches for it, so that only the lead signs it, and it is neither commissioned here nor promoted from another
area when offers are put in order. Write who pays for it under `commissioned_by`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        commissioned_by: [example-icb]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use that name no commissioner."""
    known = ", ".join(subject.directory.commissioners)
    for service in subject.in_use:
        if not service.commissioned_by:
            yield Found(f"nobody commissions `{service.id}`", service.at, f"write `commissioned_by`; known: {known}")

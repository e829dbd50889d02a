"""A service that has not been active for over a year.

Its record was last verified more than a year ago, and its status keeps it from every caller: what was to be
commissioned soon, or suspended for a while, has been forgotten. Ask, then make it active, or closed.

Fails:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        status: suspended
        checked: {on: 2025-10-01, due: 2026-04-01}

Passes:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        status: suspended
        checked: {on: 2026-10-01, due: 2027-04-01}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True
A_YEAR = timedelta(days=365)


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use but not active that were last verified over a year before the day."""
    for service in subject.in_use:
        verified = service.checked.on if service.checked else None
        if not service.is_active and verified is not None and verified < subject.on - A_YEAR:
            said = f"`{service.id}` is {service.status}, and was last verified on {verified}"
            yield Found(said, service.line("status"), "ask the provider; make it `active`, or `closed`")

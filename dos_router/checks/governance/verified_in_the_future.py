"""A record that claims to have been verified on a day to come.

It cannot have been. A slip in the year makes a record look fresh for twelve months. Write the day on which the
provider confirmed it.

Fails:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        checked: {on: 2027-10-01, due: 2028-04-01}

Passes:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        checked: {on: 2026-10-01, due: 2027-04-01}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services verified after the day of the check."""
    for service in subject.services:
        verified = service.checked.on if service.checked else None
        if verified is not None and verified > subject.on:
            said = f"`{service.id}` says that it was verified on {verified}, which is yet to come"
            yield Found(said, service.line("checked"), "write the day on which the provider confirmed it")

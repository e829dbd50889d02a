"""A service that callers are to ring, without a number.

`referral: {how: phone}` tells the caller to ring, and there is nothing to dial. Write `phone`, or how else callers
are passed on.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        referral: {how: phone}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        referral: {how: phone}
        phone: 01632 960001
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use that are referred to by telephone and have no public number."""
    for service in subject.in_use:
        if service.referral == "phone" and not service.phone:
            said = f"callers are to ring `{service.id}`, which has no number"
            yield Found(said, service.line("referral"), "write `phone`, or how else callers are passed on")

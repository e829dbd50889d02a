"""A service without a telephone number.

A caller who finds the door shut, or the call handler who wants to ask first, can reach nobody. Write `phone`.
Ambulance services are sent, not rung.

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
        phone: 01632 960001
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.service import AMBULANCE

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use without a public number, ambulances and those told of for their referral apart."""
    for service in subject.in_use:
        if not service.phone and service.type != AMBULANCE and service.referral != "phone":
            yield Found(f"`{service.id}` has no telephone number", service.at, "write `phone`")

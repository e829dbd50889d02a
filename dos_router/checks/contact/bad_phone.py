"""A telephone number that cannot be a number of the United Kingdom.

A caller who is given it reaches nobody, or somebody else. Its digits are counted, and how it begins is held against
the numbering plan that Ofcom publishes; numbers kept for drama are allowed, so that invented records can have one.
Ask for the number; an extension belongs into the note.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        phone: 01632 96O001

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

from dos_router.checks.contact._numbers import fault_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the numbers of services in use that cannot be dialled, public and professional."""
    for service in subject.in_use:
        for field, number in (("phone", service.phone), ("professional_phone", service.professional_phone)):
            fault = fault_of(number) if number else None
            if fault:
                yield Found(fault[0], service.line(field), fault[1])

"""A number for which callers pay extra.

Numbers that begin with 084, 087, 09 or 070 cost more than others, and somebody without credit cannot ring them. NHS
services should have a number that begins with 01, 02, 03 or 080.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        phone: 0844 477 0001

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        phone: 0300 123 0001
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.contact._numbers import is_costly
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the public numbers of services in use that cost extra."""
    for service in subject.in_use:
        if service.phone and is_costly(service.phone):
            said = f"callers pay extra for `{service.phone}`"
            yield Found(said, service.line("phone"), "ask for a number that begins with 01, 02, 03 or 080")

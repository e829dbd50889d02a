"""Age ranges that overlap.

What is taken is all of them together, so nothing is lost; but one of the ends is probably not what was meant. Write
ranges that follow each other, or one range.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        ages: [0-16, 16+]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        ages: [0-15, 16+]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.capability._ages import overlaps
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield each two neighbouring ranges, of services in use, that share ages."""
    for service in subject.in_use:
        for one, other in overlaps(service.ages):
            said = f"the ages `{one.written}` and `{other.written}` of `{service.id}` overlap"
            yield Found(said, service.line("ages"), "write ranges that follow each other, or one")

"""Ages that nobody has.

Every range begins at 130 years or later, so that the service is offered to nobody: a digit too many, or months meant.
Correct the range.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        ages: [160+]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        ages: [16+]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.ages import AGE_LIMIT_DAYS

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use none of whose ranges holds an age that a caller can have."""
    for service in subject.in_use:
        if service.ages and all(ages.low >= AGE_LIMIT_DAYS for ages in service.ages):
            said = (
                f"nobody is of the ages that `{service.id}` takes: {', '.join(ages.written for ages in service.ages)}"
            )
            yield Found(said, service.line("ages"), "correct the range")

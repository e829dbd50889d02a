"""Dated changes of hours that are all over.

They decide nothing any more, and hide the dates to come among those gone by. Delete them, and write those of the
coming months.

Fails:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        dates: {2025-12-25: off, 2025-12-26: off}

Passes:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        dates: {2025-12-25: off, 2026-12-25: off}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use whose last date lies before the day of the check."""
    for service in subject.in_use:
        last = max(service.opening.dates, default=None)
        if last is not None and last < subject.on:
            said = f"the dates of `{service.id}` are over: the last was {last}"
            yield Found(said, service.line("dates"), "delete them, and write those to come")

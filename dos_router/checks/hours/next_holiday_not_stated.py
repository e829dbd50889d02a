"""A public holiday within thirty days, of which a service does not say whether it is open.

Hours at holidays are settled late, and by now the provider will know. Ask now, and write the date into `dates`, or
add a `PH` clause.

Fails:
    # on: 2026-12-01
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30

Passes:
    # on: 2026-12-01
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30; PH off
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dos_router.checks.hours._holidays import unstated_holidays
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True
AHEAD = timedelta(days=30)


def find(subject: Subject) -> Iterator[Found]:
    """Yield the active services with the first holiday ahead of which nothing is said."""
    ahead = sorted(day for day in subject.directory.holidays if subject.on <= day <= subject.on + AHEAD)
    for service in subject.services:
        unstated = unstated_holidays(service, ahead) if service.is_active else []
        if unstated:
            name = subject.directory.holidays[unstated[0]]
            said = f"`{service.id}` does not say whether it is open on {unstated[0]} ({name})"
            yield Found(said, service.line("opening"), f"write `dates: {{{unstated[0]}: off}}`, or its hours")

"""A service that does not say what its hours on public holidays are.

It counts as open as on any such weekday, and on Christmas Day callers are sent to a shut door. Add a clause `PH off`,
or `PH` with hours, or a date for each holiday while the directory is valid.

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
        opening: Mo-Fr 09:00-17:30; PH off
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.hours._holidays import unstated_holidays
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.moments import local_time

SEVERITY = Severity.INFO
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the active services with a holiday, in the directory's validity, of which nothing is said."""
    directory = subject.directory
    first, last = (local_time(moment, directory.zone).date() for moment in directory.valid)
    coming = sorted(day for day in directory.holidays if max(first, subject.on) <= day < last)
    for service in subject.services:
        unstated = unstated_holidays(service, coming) if service.is_active else []
        if unstated:
            said = (
                f"`{service.id}` does not state its hours on {len(unstated)} of {len(coming)} public holidays to come"
            )
            yield Found(said, service.line("opening"), "add `PH off`, or `PH` with hours")

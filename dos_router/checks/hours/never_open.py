"""An active service that is never open.

No weekday, no holiday and no date to come has a session, so that it is offered to nobody. Write its hours; if it has
ended, give it the status `closed`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Su off

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Su off
        status: closed
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the active services without a session from the day on."""
    for service in subject.services:
        opening = service.opening
        weekly = opening.always or any(opening.weekdays) or opening.holiday
        if (
            service.is_active
            and not weekly
            and not any(opening.dates[day] for day in opening.dates if day >= subject.on)
        ):
            said = f"`{service.id}` is active, and never open"
            yield Found(said, service.line("opening"), "write its hours, or `status: closed`")

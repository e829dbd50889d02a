"""A record that is due to be verified again before it was verified.

One of the two days is wrong, and with it the record is overdue at once, or never looked at. Correct whichever it is;
the next day due lies after the last.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        checked: {on: 2026-10-01, due: 2026-04-01}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        checked: {on: 2026-10-01, due: 2027-04-01}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services whose next verification does not lie after the last."""
    for service in subject.services:
        checked = service.checked
        if checked and checked.on and checked.due and checked.due <= checked.on:
            said = f"`{service.id}` is due on {checked.due}, and was verified on {checked.on}"
            yield Found(said, service.line("checked"), "correct one of the days")

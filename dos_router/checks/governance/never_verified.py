"""A record that does not say when it was verified, or when it is next due.

What nobody has asked about goes out of date unseen: such a record is never overdue. Write `checked: {on: …, due: …}`
when the provider has confirmed it.

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
        checked: {on: 2026-10-01, due: 2027-04-01}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use without a day of verification, or without the day on which it is next due."""
    for service in subject.in_use:
        checked = service.checked
        if checked is None or checked.on is None:
            yield Found(
                f"`{service.id}` was never verified", service.line("checked"), "write `checked: {on: …, due: …}`"
            )
        elif checked.due is None:
            said = f"`{service.id}` does not say when it is next to be verified"
            yield Found(said, service.line("checked"), "write `due: …` into `checked`")

"""A record whose verification is due within thirty days.

Asking a provider takes time. Ask now, so that the record is not overdue when the day comes; write the answer into
`checked: {on: …, due: …}`.

Fails:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        checked: {on: 2026-05-20, due: 2026-12-20}

Passes:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        checked: {on: 2026-05-20, due: 2026-12-22}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True
AHEAD = timedelta(days=30)


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use that are due within the days ahead, the day of the check included."""
    for service in subject.in_use:
        due = service.checked.due if service.checked else None
        if due is not None and subject.on <= due <= subject.on + AHEAD:
            said = f"`{service.id}` is due to be verified by {due}"
            yield Found(said, service.line("checked"), "ask the provider now, then write the day into `checked`")

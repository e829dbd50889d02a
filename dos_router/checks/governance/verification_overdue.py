"""A record whose verification was due before the day of the check.

Providers are asked at intervals whether what stands about them is still so. An overdue record may send callers to a
closed door. Ask the provider, then write the day into `checked: {on: …, due: …}`.

Fails:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        checked: {on: 2026-05-20, due: 2026-11-20}

Passes:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        checked: {on: 2026-05-21, due: 2026-11-21}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the directory's own services that should have been verified before the day."""
    for service in subject.services:
        due = service.checked.due if service.checked else None
        if due is not None and due < subject.on:
            said = f"`{service.id}` was due to be verified by {due}"
            yield Found(said, service.line("checked"), "ask the provider, then write the day into `checked`")

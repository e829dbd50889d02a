"""A service open at all hours, with dates on which it is not.

`24/7` says that somebody is always there; a date with other hours goes before it. Whoever reads only the first is
misled. It may be meant, for a move or a holiday; accept it then, or write weekly hours.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: urgent-treatment-centre
        opening: 24/7
        dates: {2026-12-25: off}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: urgent-treatment-centre
        opening: Mo-Su 00:00-24:00
        dates: {2026-12-25: off}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.hours._always_there import ALWAYS_THERE
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.opening import ALL_DAY

SEVERITY = Severity.INFO
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the first date to come that closes a service open `24/7`, departments told of otherwise apart."""
    for service in subject.in_use:
        if not service.opening.always or service.type in ALWAYS_THERE:
            continue
        shut = [day for day, spans in sorted(service.opening.dates.items()) if day >= subject.on and spans != ALL_DAY]
        if shut:
            more = f" and {len(shut) - 1} more" if len(shut) > 1 else ""
            said = f"`{service.id}` is open `24/7`, and not on {shut[0]}{more}"
            yield Found(said, service.line(f"dates/{shut[0]}", "dates"), "write weekly hours, or delete the date")

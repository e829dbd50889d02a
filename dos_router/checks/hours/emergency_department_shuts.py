"""An emergency department, or an ambulance service, that is not open at all hours.

It is where a call ends for which nothing else qualifies: at the hours when it is shut, callers are sent to a locked
door, or further away. A department that shuts at night should be of another type, such as `urgent-treatment-centre`.
Else write `24/7`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: emergency-department
        opening: Mo-Su 08:00-22:00

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: emergency-department
        opening: 24/7
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.hours._always_there import ALWAYS_THERE
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.opening import ALL_DAY

SEVERITY = Severity.WARNING
BY_FILE = True
WHOLE_WEEK = (ALL_DAY,) * 7


def find(subject: Subject) -> Iterator[Found]:
    """Yield the active ones with a weekday, holiday or date to come that is not open throughout."""
    for service in subject.services:
        if service.type not in ALWAYS_THERE or not service.is_active:
            continue
        opening = service.opening
        shut = [day for day, spans in sorted(opening.dates.items()) if day >= subject.on and spans != ALL_DAY]
        if not opening.always and (opening.weekdays != WHOLE_WEEK or opening.holiday not in (None, ALL_DAY)):
            said = f"`{service.id}`, of type `{service.type}`, is not open at all hours"
            yield Found(said, service.line("opening"), "write `24/7`, or give it the type that it is")
        elif shut:
            said = f"`{service.id}`, of type `{service.type}`, is not open all day on {shut[0]}"
            yield Found(said, service.line(f"dates/{shut[0]}", "dates"), "delete the date, or tell 111 beforehand")

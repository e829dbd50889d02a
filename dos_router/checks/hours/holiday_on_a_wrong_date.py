"""Closed on a day at which a public holiday would have been, but for its substitute.

When Christmas Day or New Year falls on a weekend, another weekday is the bank holiday. A service that is closed on
the day itself and says nothing of its substitute was perhaps copied from another year.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Su 09:00-17:30
        dates: {2027-12-25: off}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Su 09:00-17:30
        dates: {2027-12-25: off, 2027-12-27: 10:00-16:00}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dos_router.checks.hours._holidays import unstated_holidays
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True
AHEAD = timedelta(days=3)
FEASTS = frozenset({(12, 25), (12, 26), (1, 1)})


def find(subject: Subject) -> Iterator[Found]:
    """Yield the dates to come, closed, on a feast whose substitute day the service says nothing of."""
    holidays = subject.directory.holidays
    for service in subject.in_use:
        for day, spans in service.opening.dates.items():
            if spans or day in holidays or (day.month, day.day) not in FEASTS or day < subject.on:
                continue
            coming = [other for other in holidays if day < other <= day + AHEAD]
            missing = unstated_holidays(service, coming)
            if coming and missing == coming:
                said = f"`{service.id}` is closed on {day}, and says nothing of the bank holiday on {min(coming)}"
                yield Found(said, service.line(f"dates/{day}"), f"write `{min(coming)}` too")

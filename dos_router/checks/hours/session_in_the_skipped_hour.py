"""A session wholly within the hour that the clocks leave out in spring.

On the day of the change the clock jumps over it: the service is then not open at all, though the file says so. Move
or lengthen the session, at least by a date.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        dates: {2027-03-28: 01:00-02:00}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        dates: {2027-03-28: 01:00-02:30}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.moments import local_boundary, midnight
from dos_router.model.opening import MINUTES_A_DAY

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the sessions of services in use of which nothing is left on a day of the coming year."""
    zone = subject.directory.zone
    changes = [day for day in _year_from(subject.on) if _is_short(day, zone)]
    for service in subject.in_use:
        for day in changes:
            spans, kind = service.opening.sessions(day, is_holiday=day in subject.directory.holidays)
            for span in spans:
                if local_boundary(day, span.start, zone, closing=False) >= local_boundary(
                    day, span.end, zone, closing=True
                ):
                    said = f"`{span}` of `{service.id}` does not exist on {day}, when the clocks go forward"
                    field = f"dates/{day}" if kind == "date" else "opening"
                    yield Found(said, service.line(field), f"write a date: `dates: {{{day}: …}}`")


def _year_from(first: date) -> Iterator[date]:
    yield from (first + timedelta(days=number) for number in range(366))


def _is_short(day: date, zone: ZoneInfo) -> bool:
    return midnight(day + timedelta(days=1), zone) - midnight(day, zone) < MINUTES_A_DAY

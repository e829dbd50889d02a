"""A session that ends at the minute at which it begins.

`09:00-09:00` is read as the whole day and night until nine, since an end that is not after its start is the next
day's; who wrote it may have meant that nobody is there. Write `24/7` or `00:00-24:00` for all day, `off` for never.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30; Sa 00:00-00:00

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30; Sa off
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.hours._days import days_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.opening import MINUTES_A_DAY, Span
from dos_router.model.service import Service

SEVERITY = Severity.ERROR
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield, once for each field of a service in use, a session of twenty-four hours that does not begin at midnight.

    One from midnight to midnight is told where it was written as `00:00-00:00`.
    """
    for service in subject.in_use:
        told = {
            field: span for field, _, spans in days_of(service.opening) for span in spans if _is_equal(span, service)
        }
        for field, span in told.items():
            clock = str(span).partition("-")[0]
            said = f"`{clock}-{clock}` is read as twenty-four hours of `{service.id}`"
            yield Found(said, service.line(field), "write `00:00-24:00` for all day, or `off` for never")


def _is_equal(span: Span, service: Service) -> bool:
    whole = span.end - span.start == MINUTES_A_DAY
    return whole and (span.start > 0 or "00:00-00:00" in service.opening.written)

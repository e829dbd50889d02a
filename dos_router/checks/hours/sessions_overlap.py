"""Sessions of one day that overlap, or run into the next day's.

The service counts as open for all of both, so nothing is lost; but one of the times is not what was meant, and nobody
knows which. Write sessions that follow each other.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-13:00,12:30-17:30

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-13:00,13:30-17:30
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dos_router.checks.hours._days import days_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.opening import MINUTES_A_DAY, Opening, Span

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield, for each service in use, the first two sessions of each field that overlap."""
    for service in subject.in_use:
        told: set[str] = set()
        for field, one, other in _overlaps(service.opening):
            if field not in told:
                told.add(field)
                said = f"the sessions `{one}` and `{other}` of `{service.id}` overlap"
                yield Found(said, service.line(field), "write sessions that follow each other")


def _overlaps(opening: Opening) -> Iterator[tuple[str, Span, Span]]:
    for field, _, spans in days_of(opening):
        if len(spans) > 1:
            yield from ((field, one, other) for one, other in pairwise(spans) if other.start < one.end)
    week = opening.weekdays
    for today, tomorrow in zip(week, (*week[1:], week[0]), strict=True):
        if today and tomorrow and today[-1].end - MINUTES_A_DAY > tomorrow[0].start:
            yield "opening", today[-1], tomorrow[0]

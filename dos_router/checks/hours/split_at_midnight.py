"""A session that is cut in two at midnight.

`Fr 18:00-24:00` and `Sa 00:00-02:00` are one evening. A change on the Saturday, such as a date or a holiday, then
shuts the second half of Friday's session too. Write `Fr 18:00-02:00`: a session belongs to the day on which it
begins. A service that is open all day on holidays loses nothing, and is not told of.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Fr 18:00-24:00; Sa 00:00-02:00

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Fr 18:00-02:00
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.opening import ALL_DAY, MINUTES_A_DAY, Span

SEVERITY = Severity.INFO
BY_FILE = True
LATEST = 12 * 60  # a session that goes on past noon is a day's own


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use with a weekday that ends at midnight, and a next one that goes on until the morning."""
    for service in subject.in_use:
        week = service.opening.weekdays if service.opening.holiday != ALL_DAY else ()
        for today, tomorrow in zip(week, (*week[1:], *week[:1]), strict=True):
            if today and tomorrow and _is_cut(today[-1], tomorrow[0]):
                whole = Span(today[-1].start, tomorrow[0].end + MINUTES_A_DAY)
                said = f"`{today[-1]}` and the next day's `{tomorrow[0]}` of `{service.id}` are one session"
                yield Found(said, service.line("opening"), f"write `{whole}`")
                break


def _is_cut(evening: Span, morning: Span) -> bool:
    meet = evening.end == MINUTES_A_DAY and morning.start == 0
    return meet and evening.start > 0 and morning.end <= min(LATEST, evening.start)

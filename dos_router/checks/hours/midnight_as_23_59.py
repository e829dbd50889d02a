"""Hours that end at 23:59, where midnight is meant.

Hours end before their last minute, so `00:00-23:59` leaves one minute of every day without the service: a call at
23:59 finds it shut. Write `24:00`. `check --fix` does so.

Fails:
    # services/example.yaml
    services:
      - id: shore-utc
        name: Shore urgent treatment centre
        type: urgent-treatment-centre
        opening: Mo-Su 08:00-23:59

Passes:
    # services/example.yaml
    services:
      - id: shore-utc
        name: Shore urgent treatment centre
        type: urgent-treatment-centre
        opening: Mo-Su 08:00-24:00
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.opening import Spans
from dos_router.model.service import Service

SEVERITY = Severity.WARNING
BY_FILE = True
LAST_MINUTE = 23 * 60 + 59


def find(subject: Subject) -> Iterator[Found]:
    """Yield the openings and dates of the directory's own services that end a minute early."""
    for service in subject.services:
        for field, text in _ending_early(service):
            said = f"`{text}` shuts `{service.id}` a minute before midnight"
            yield Found(said, service.line(field), "write `24:00` where midnight is meant")


def _ending_early(service: Service) -> Iterator[tuple[str, str]]:
    opening = service.opening
    weekly = [spans for spans in (*opening.weekdays, opening.holiday) if spans]
    if any(_ends_early(spans) for spans in weekly):
        yield "opening", opening.written
    for day, spans in opening.dates.items():
        if _ends_early(spans):
            yield f"dates/{day}", ",".join(str(span) for span in spans)


def _ends_early(spans: Spans) -> bool:
    return any(span.end == LAST_MINUTE for span in spans)

"""A day service that opens in the evening and shuts in the morning.

`17:00-09:00` runs through the night. For a pharmacy or a surgery the two times were perhaps put in the wrong order,
and every caller in the daytime is sent elsewhere. If the service is for the night, accept the finding.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 17:00-09:00

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:00
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.hours._days import days_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.opening import MINUTES_A_DAY, Span

SEVERITY = Severity.INFO
BY_FILE = True
BY_DAY = (
    "pharmacy", "dental-practice", "optician", "gp-practice", "clinic", "therapy", "health-visitor", "sexual-health",
    "primary-care", "covid-medicines", "social-care", "voluntary", "early-pregnancy-unit", "same-day-emergency-care",
)  # fmt: skip
NOON = 12 * 60


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use of a daytime type with a session that, turned round, would be a usual day."""
    for service in subject.in_use:
        if service.type.startswith(BY_DAY):
            turned = {
                (field, span) for field, _, spans in days_of(service.opening) for span in spans if _is_turned(span)
            }
            for field, span in sorted(turned):
                said = f"`{span}` keeps `{service.id}` open through the night"
                cure = f"did you mean `{Span(span.end - MINUTES_A_DAY, span.start)}`?"
                yield Found(said, service.line(field, "opening"), cure)


def _is_turned(span: Span) -> bool:
    """Say whether a session begins after noon and ends in the next day's morning, after six."""
    return span.start >= NOON and NOON // 2 <= span.end - MINUTES_A_DAY <= NOON

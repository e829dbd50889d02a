"""Age ranges with a hole between them.

Nobody of those ages is offered the service, though younger and older people are. An upper age includes its whole
year, so that `0-15, 16+` has no hole, and `0-15, 17+` has one. Close it, or accept the finding where it is meant.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        ages: [0-15, 17+]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        ages: [0-15, 16+]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.capability._ages import holes, in_words
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield each hole in the ages of services in use."""
    for service in subject.in_use:
        for low, high in holes(service.ages):
            said = f"`{service.id}` takes younger and older people, and nobody of age `{in_words(low, high)}`"
            yield Found(said, service.line("ages"), "widen one of the ranges; an upper age includes its whole year")

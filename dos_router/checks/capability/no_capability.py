"""An active service that can do nothing: no symptoms, or no dispositions.

A service is found by what it is profiled for, so that this one is never offered to anybody. Name profiles under
`handles`, or write `symptoms` and `dispositions`. Ambulance services are sent, not found.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/*]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/*]
        dispositions: [Dx28]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.service import AMBULANCE

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the active services that lack the one or the other, or both."""
    for service in subject.services:
        has_symptoms = service.symptoms.everything or bool(service.symptoms.touched)
        lacking = [
            name for name, has in (("symptoms", has_symptoms), ("dispositions", bool(service.dispositions))) if not has
        ]
        if lacking and service.is_active and service.type != AMBULANCE:
            said = f"`{service.id}` takes no {' and no '.join(lacking)}, and is never offered"
            yield Found(said, service.line("handles"), "name profiles under `handles`, or list them")

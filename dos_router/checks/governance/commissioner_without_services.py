"""A commissioner that commissions no service.

Callers of its areas find every service promoted from elsewhere. Either its services do not say so yet, or it is not a
commissioner any more: then its areas need another.

Fails:
    # directory.yaml
    commissioners:
      - {id: example-icb, name: Example ICB, areas: [north], lead: true}
      - {id: south-icb, name: South ICB, areas: [south]}

Passes:
    # directory.yaml
    commissioners:
      - {id: example-icb, name: Example ICB, areas: [north], lead: true}
      - {id: south-icb, name: South ICB, areas: [south]}
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        commissioned_by: [south-icb]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.governance._own import own_commissioners
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the commissioners of directory.yaml that no service names."""
    named = {name for service in subject.directory.services.values() for name in service.commissioned_by}
    for name, at in own_commissioners(subject):
        if name not in named:
            said = f"the commissioner `{name}` commissions no service"
            yield Found(said, at, "write it into `commissioned_by` of its services, or delete it")

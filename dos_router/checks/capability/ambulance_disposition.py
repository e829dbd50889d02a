"""A disposition that sends an ambulance, taken by a service that is none.

It is without effect, since such a call is never searched for: an ambulance is dispatched, whatever the directory
says. That somebody wrote it shows that they expect otherwise. Delete it.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/*]
        dispositions: [Dx012, Dx28]

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

from dos_router.checks.capability._lists import some_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.service import AMBULANCE

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use that take what only an ambulance answers."""
    known = subject.directory.reference.dispositions
    for service in subject.in_use:
        sent = sorted(code for code in service.dispositions if code in known and known[code].dispatch)
        if sent and service.type != AMBULANCE:
            said = f"`{service.id}`, of type `{service.type}`, takes {some_of(sent)}, which an ambulance is sent for"
            yield Found(said, service.line("dispositions", "handles"), "delete it, here or in the profile")

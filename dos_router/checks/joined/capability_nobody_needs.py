"""A service whose own symptoms and dispositions no pathway comes to.

It can only be offered to callers whose symptoms were found elsewhere. All routes were looked at. Services that do
nothing beside what a profile says are told of with the profile. Add the pathway, or accept the finding where other
systems refer.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    start: bent
    questions:
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1020/*]
        dispositions: [Dx07]

Passes:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    start: bent
    questions:
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/*]
        dispositions: [Dx07]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dos_router.checks.joined._taking import is_validating, takes
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.service import AMBULANCE, Service
from dos_router.model.symptoms import Symptoms

SEVERITY = Severity.INFO


def find(subject: Subject) -> Iterator[Found]:
    """Yield the active services with lists of their own that take no need at all, those that take the same together."""
    alike: dict[tuple[Symptoms, frozenset[str]], list[Service]] = defaultdict(list)
    for service in subject.services if subject.pathways else ():
        has_own = bool({"symptoms", "dispositions"} & service.lines.keys())
        if has_own and service.is_active and service.type != AMBULANCE and service.dispositions:
            alike[service.symptoms, service.dispositions].append(service)
    for (_, codes), services in alike.items():
        if not is_validating(codes, subject) and not any(takes(services[0], need) for need in subject.needs):
            more = f", and {len(services) - 1} more like it," if len(services) > 1 else ""
            said = f"no pathway comes to anything that `{services[0].id}`{more} takes"
            at = services[0].line("dispositions", "symptoms")
            yield Found(said, at, "add the pathway that does, if one is missing")

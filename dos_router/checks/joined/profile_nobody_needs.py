"""A profile of which no pathway comes to anything.

No call that the pathways lead to asks for its dispositions with its symptoms: what services do by it is offered only
to callers whose symptoms were found elsewhere. All routes were looked at. Add the pathway, or accept the finding
where other systems refer.

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
    # profiles.yaml
    bites:
      symptoms: [SG1020/*]
      dispositions: [Dx07]
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        handles: [bites]

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
    # profiles.yaml
    wrists:
      symptoms: [SG1107/*]
      dispositions: [Dx07]
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        handles: [wrists]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dos_router.checks.capability._written import place_of_profile, profiles_of
from dos_router.checks.joined._taking import alike_in_capability, is_searched, is_validating, takes
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.codes import parse_disposition
from dos_router.model.service import Service

SEVERITY = Severity.INFO


def find(subject: Subject) -> Iterator[Found]:
    """Yield the handled profiles that take no need, alone or with what their services take besides."""
    services: dict[str, list[Service]] = defaultdict(list)
    for service in subject.in_use if subject.pathways else ():
        for name in service.handles:
            services[name].append(service)
    for name in profiles_of(subject):
        written = (profiles_of(subject)[name] or {}).get("dispositions") or ()
        codes = {code for code in map(parse_disposition, written) if is_searched(code, subject)}
        handling = [some[0] for some in alike_in_capability(services[name])]
        asked = [need for need in subject.needs if need.disposition in codes]
        if (
            handling
            and codes
            and not is_validating(codes, subject)
            and not any(takes(service, need) for need in asked for service in handling)
        ):
            said = f"no pathway comes to anything that the profile `{name}` takes"
            yield Found(said, place_of_profile(subject, name), "add the pathway that does, if one is missing")

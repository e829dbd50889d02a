"""An end that pathways come to, and that no service of the directory takes.

Every caller who is sent there falls to the nearest emergency department, at any hour and place: no active service
takes the disposition with those symptoms. All routes were looked at. Widen a profile, or correct the discriminator;
ends that differ only in their symptom group are told once. `dos-router gaps` tells where and when too few are there.

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
        opening: Mo-Fr 09:00-17:30
        type: gp-practice
        symptoms: [SG1107/SD4003]
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
        opening: Mo-Fr 09:00-17:30
        type: gp-practice
        symptoms: [SG1107/*]
        dispositions: [Dx07]
      - id: shore-ed
        name: Shore emergency department
        type: emergency-department
        opening: 24/7
        symptoms: ['*']
        dispositions: [Dx02]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dos_router.checks.joined._taking import taking_each
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Location, Severity
from dos_router.model.pathway import Ending, Pathway
from dos_router.model.service import AMBULANCE, Service

SEVERITY = Severity.WARNING
SHOWN = 4

Written = list[tuple[Pathway, tuple[Ending, ...]]]


def find(subject: Subject) -> Iterator[Found]:
    """Yield each unanswered disposition and discriminator, with the symptom groups that they come with."""
    directory = subject.directory
    lacking: dict[tuple[str, str], list[str]] = defaultdict(list)
    for need in (need for need, services in taking_each(subject).items() if all(map(_is_ambulance, services))):
        lacking[need.disposition, need.symptom_discriminator].append(need.symptom_group)
    written = [(pathway, _endings(pathway)) for pathway in subject.pathways.values()] if lacking else []
    for (disposition, discriminator), groups in lacking.items():
        more = f" and {len(groups) - SHOWN} more" if len(groups) > SHOWN else ""
        listed = f"{', '.join(f'`{group}`' for group in groups[:SHOWN])}{more}"
        said = f"no service of `{directory.id}` takes `{disposition}` with `{discriminator}`, for {listed}"
        at = _place(written, disposition, discriminator, groups)
        yield Found(said, at, f"add `{groups[0]}/{discriminator}` to a profile with `{disposition}`")


def _is_ambulance(service: Service) -> bool:
    return service.type == AMBULANCE


def _endings(pathway: Pathway) -> tuple[Ending, ...]:
    """Return the ends that a pathway writes, or raises others to."""
    return (*pathway.endings(), *(rule.at_least for rule in pathway.always))


def _place(written: Written, disposition: str, discriminator: str, groups: list[str]) -> Location | None:
    """Return where a pathway of one of the groups writes such an end, or raises one to it."""
    for pathway, endings in written:
        for ending in endings if pathway.symptom_group in groups or pathway.is_shared else ():
            codes = "+".join(sorted(ending.discriminators))
            if ending.disposition == disposition and codes in ("", discriminator):
                return ending.at
    return None

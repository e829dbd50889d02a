"""A route to something less than an emergency on which an alarming question was never put.

Nobody should be told to wait before every alarming question of the pathway has been answered with no. Every route was
looked at, and the shortest such is told. Put the question before the ways part, or on each of them.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    start: fell
    questions:
      fell:
        ask: Did they fall?
        answers:
          - {say: yes, go: bent}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
          - {say: not sure, like: yes}

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
          - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
          - {say: not sure, like: yes}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.analysis.pathway_cases import cases_of
from dos_router.analysis.pathway_outcomes import Outcome, outcomes_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.reference import Reference

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield each alarming question with the shortest route to a calm end that does without it."""
    reference = subject.directory.reference
    for cases in subject.cases.values():
        for question in cases.pathway.questions:
            if question.has_red_flag and question.id in cases.arrivals:
                around = cases_of(cases.pathway, frozenset({question.id}))
                calm = next((end for end in outcomes_of(around, reference) if not _is_emergency(end, reference)), None)
                if calm:
                    said = (
                        f"`{question.id}` is not asked on the route {calm.departure.route()}, to `{calm.disposition}`"
                    )
                    yield Found(said, question.at, "put it before the ways part, or on each of them")


def _is_emergency(end: Outcome, reference: Reference) -> bool:
    found = reference.dispositions[end.disposition]
    return found.dispatch or found.emergency

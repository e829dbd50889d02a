"""A safety rule whose `if` holds for nobody at any end.

Somebody wrote it to protect patients, and it protects none: a value that no end is come to with, or an age that the
pathway is not for. Every case was looked at. Correct its `if`.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    for: {ages: 5+}
    always: [{if: {age: 0-4}, at_least: Dx02}]
    start: bent
    questions:
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
    always: [{if: {age: 0-4}, at_least: Dx02}]
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

from dos_router.analysis.pathway_cases import holding
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.pathway import CONTINUE, Ending

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the safety rules that hold for no case that ends, or goes on to another pathway."""
    for cases in subject.cases.values():
        known: dict[int, int] = {}
        for rule in cases.pathway.always:
            leaving = (one for one in cases.departures if isinstance(one.leads, Ending) or one.leads.step == CONTINUE)
            if not any(
                one.who & holding(rule.case, dict(one.values), cases.patients, known, in_doubt=True) for one in leaving
            ):
                said = f"nobody ends with `{rule.case.written}`, for whom the safety rule is"
                yield Found(said, rule.at, "correct its `if`")

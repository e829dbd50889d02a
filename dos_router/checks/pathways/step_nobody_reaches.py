"""A question or decision that something leads to, and that no patient comes to.

Its place is in the pathway, but only by a rule that holds for nobody: a reviewed question that is never asked. Every
age, sex and value was looked at. Correct the rule that leads to it.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    start: by-age
    questions:
      by-age:
        rules:
          - {if: {age: 0-15}, then: {disposition: Dx03, discriminator: SD4052}}
          - {if: {age: 5-9}, go: bent}
          - {otherwise: true, then: {disposition: Dx07, discriminator: SD4052}}
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
    start: by-age
    questions:
      by-age:
        rules:
          - {if: {age: 5-9}, go: bent}
          - {if: {age: 0-15}, then: {disposition: Dx03, discriminator: SD4052}}
          - {otherwise: true, then: {disposition: Dx07, discriminator: SD4052}}
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
          - {say: not sure, like: yes}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.pathway import GoTo, exits

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the steps without an arrival that some way out of another, or the start, names."""
    for cases in subject.cases.values():
        steps = cases.pathway.steps
        named = {each.step for step in steps.values() for each in exits(step) if isinstance(each, GoTo)}
        for name, step in steps.items():
            if name in named and name not in cases.arrivals:
                said = f"no patient comes to `{name}`, whatever is answered"
                yield Found(said, step.at, "correct the rule that leads to it, or delete it")

"""An `otherwise` that ends less urgently than every rule before it.

Whoever no rule was written for comes to the least urgent end of all: a patient nobody thought of is told to wait. Let
the last rule lead to the safest end, and name those who may wait in rules of their own.

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
          - {if: {age: 0-4}, then: {disposition: Dx02, discriminator: SD4052}}
          - {if: {age: 70+}, then: {disposition: Dx03, discriminator: SD4052}}
          - {otherwise: true, then: {disposition: Dx07, discriminator: SD4052}}

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
          - {if: {age: 5-69}, then: {disposition: Dx07, discriminator: SD4052}}
          - {if: {age: 70+}, then: {disposition: Dx03, discriminator: SD4052}}
          - {otherwise: true, then: {disposition: Dx02, discriminator: SD4052}}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.pathway import Decision, Ending, pressing

SEVERITY = Severity.INFO
FEWEST = 2  # rules: of one rule and an `otherwise` neither is more to be thought of


def find(subject: Subject) -> Iterator[Found]:
    """Yield the decisions, all of ends, whose last rule ends less urgently than each of two or more before."""
    reference = subject.directory.reference
    for pathway in subject.pathways.values():
        for step in pathway.steps.values():
            rules = step.rules if isinstance(step, Decision) else ()
            ends = [rule.leads for rule in rules if isinstance(rule.leads, Ending)]
            weights = [pressing(reference.dispositions[end.disposition]) for end in ends]
            if len(rules) > FEWEST and len(ends) == len(rules) and weights[-1] > max(weights[:-1]):
                said = f"whom no rule of `{step.id}` is for ends in `{ends[-1].disposition}`, the least urgent of all"
                yield Found(said, rules[-1].at, "let `otherwise` lead to the safest end")

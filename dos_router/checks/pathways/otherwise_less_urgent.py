"""An `otherwise` that ends less urgently than some rule before it.

Whoever no rule was written for comes to it: a patient nobody thought of, or of whom something is not known, is told
to wait. Doubt goes up. Let the last rule lead to the safest end, and name those who may wait in rules of their own.
Decisions that lead on to questions are not judged.

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

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the decisions, all of ends, whose last rule ends less urgently than one before."""
    reference = subject.directory.reference
    for pathway in subject.pathways.values():
        for step in pathway.steps.values():
            rules = step.rules if isinstance(step, Decision) else ()
            ends = [rule.leads for rule in rules if isinstance(rule.leads, Ending)]
            weights = [pressing(reference.dispositions[end.disposition]) for end in ends]
            if len(ends) > 1 and len(ends) == len(rules) and weights[-1] > min(weights):
                most = ends[weights.index(min(weights))].disposition
                said = f"whom no rule of `{step.id}` is for ends in `{ends[-1].disposition}`, others in `{most}`"
                yield Found(said, rules[-1].at, "let `otherwise` lead to the safest end")

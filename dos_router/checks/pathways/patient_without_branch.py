"""A patient whom no rule of a decision is for.

The decision has no `otherwise`, and its rules do not hold for everybody who comes to it. Every age, sex and value was
looked at; the youngest patient left without a way on is told. Add a last rule, `- {otherwise: true, …}`, that leads
somewhere safe.

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
          - {if: {age: 6+}, then: {disposition: Dx03, discriminator: SD4052}}

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
          - {if: {age: 0-4}, then: {disposition: Dx02, discriminator: SD4052}}
          - {if: {age: 5+}, then: {disposition: Dx03, discriminator: SD4052}}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.analysis.pathway_cases import Arrival, PathwayCases, cases_of, holding, in_words
from dos_router.checks.pathways._left_out import without_otherwise
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.pathway import Decision, Step

SEVERITY = Severity.ERROR


def find(subject: Subject) -> Iterator[Found]:
    """Yield the decisions of pathways left out for want of an `otherwise`, with a patient whom they leave."""
    for pathway in without_otherwise(subject):
        cases = cases_of(pathway)
        for name, arrivals in cases.arrivals.items():
            decision = pathway.steps[name]
            left = next((who for one in arrivals if (who := _left(cases, decision, one))), None)
            if left:
                said = f"no rule of `{name}` is for {left}"
                yield Found(said, decision.at, "add a last rule, `- {otherwise: true, …}`, that leads somewhere safe")


def _left(cases: PathwayCases, step: Step, arrival: Arrival) -> str | None:
    """Return in words the youngest patient of an arrival for whom no rule holds."""
    if not isinstance(step, Decision):
        return None
    left, known = arrival.who, dict[int, int]()
    for rule in step.rules:
        left &= ~holding(rule.case, dict(arrival.values), cases.patients, known)
    about = [rule.case for rule in step.rules if rule.case]
    return in_words(cases.patient(left), arrival.values, about) if left else None

"""A rule of a decision that is the first to hold for nobody.

Every age, sex and value was looked at: either the rules before it take everybody whom it would, or nobody comes to
the decision with what it asks for. Whoever wrote it thinks that it does something. Move it up, correct it, or delete
it.

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
          - {if: {age: 0-4}, then: {disposition: Dx02, discriminator: SD4052}}
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
          - {if: {age: 0-4}, then: {disposition: Dx02, discriminator: SD4052}}
          - {if: {age: 0-15}, then: {disposition: Dx03, discriminator: SD4052}}
          - {otherwise: true, then: {disposition: Dx07, discriminator: SD4052}}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.analysis.pathway_cases import PathwayCases, holding
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.pathway import Case, Decision

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the rules with an `if` that no case takes, of decisions that some case comes to."""
    for cases in subject.cases.values():
        fired = {(departure.arrival.step, departure.rule) for departure in cases.departures}
        for step in cases.arrivals:
            decision = cases.pathway.steps[step]
            rules = decision.rules if isinstance(decision, Decision) else ()
            for number, rule in enumerate(rules):
                if rule.case and (step, number) not in fired:
                    said = f"nobody takes the rule `{rule.case.written}` of `{step}`"
                    yield Found(said, rule.at, _cure(cases, step, rule.case))


def _cure(cases: PathwayCases, step: str, case: Case) -> str:
    known: dict[int, int] = {}
    coming = (holding(case, dict(one.values), cases.patients, known) & one.who for one in cases.arrivals[step])
    if any(coming):
        return "the rules before it take everybody for whom it holds: move it up, or delete it"
    return "nobody comes here for whom it holds: correct it, or delete it"

"""Two rules of a decision that hold for some of the same patients, and lead to different ends.

The first takes them. Neither is a special case of the other, so a reader cannot see which was meant for those whom
both hold for; one of them is told. Narrow one of the rules, or put first the one that is to take them and accept the
finding.

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
          - {if: {age: 5+, sex: female}, then: {disposition: Dx02, discriminator: SD4052}}
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
          - {if: {age: 0-4}, then: {disposition: Dx03, discriminator: SD4052}}
          - {if: {age: 5+, sex: female}, then: {disposition: Dx02, discriminator: SD4052}}
          - {otherwise: true, then: {disposition: Dx07, discriminator: SD4052}}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.analysis.pathway_cases import PathwayCases, holding, in_words
from dos_router.checks.pathways._ways import where_to
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.pathway import Case, Decision

SEVERITY = Severity.INFO


def find(subject: Subject) -> Iterator[Found]:
    """Yield each rule, with the first later one that it overlaps so, and the smallest case of both."""
    for cases in subject.cases.values():
        for name in cases.arrivals:
            decision = cases.pathway.steps[name]
            if isinstance(decision, Decision):
                yield from _of_decision(cases, decision)


def _of_decision(cases: PathwayCases, decision: Decision) -> Iterator[Found]:
    rules = [(rule, rule.case) for rule in decision.rules if rule.case]
    for number, (rule, case) in enumerate(rules):
        for other, later in rules[number + 1 :]:
            if where_to(rule.leads) != where_to(other.leads):
                shared = _shared(cases, decision.id, case, later)
                if shared:
                    said = f"`{case.written}` and `{later.written}` both hold for {shared}, and lead to different ends"
                    yield Found(said, other.at, "narrow one of them; the first takes whom both hold for")
                    break


def _shared(cases: PathwayCases, step: str, case: Case, later: Case) -> str | None:
    """Return the smallest case for which both hold, where each also holds without the other."""
    known: dict[int, int] = {}
    first: str | None = None
    alone = [False, False]
    for arrival in cases.arrivals[step]:
        one, two = (holding(each, dict(arrival.values), cases.patients, known) & arrival.who for each in (case, later))
        alone = [alone[0] or bool(one & ~two), alone[1] or bool(two & ~one)]
        if one & two and first is None:
            first = in_words(cases.patient(one & two), arrival.values, (case, later))
    return first if all(alone) else None

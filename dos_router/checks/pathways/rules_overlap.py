"""Two rules of a decision whose ages or values cross, and which lead to different ends.

`0-15` and `5+` both hold for a child of six, and neither is a special case of the other: the first takes the child,
and a reader cannot see whether that was meant. Rules that look at different things, or of which one is narrower, are
not told of: the order is what they are for. Narrow one of the two.

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
            if where_to(rule.leads) != where_to(other.leads) and _is_crossed(cases, case, later):
                shared = _shared(cases, decision.id, case, later)
                if shared:
                    said = f"`{case.written}` and `{later.written}` both hold for {shared}, and lead to different ends"
                    yield Found(said, other.at, "narrow one of them; the first takes whom both hold for")
                    break


def _is_crossed(cases: PathwayCases, case: Case, later: Case) -> bool:
    """Say whether of something that both look at each allows what the other does not, as `0-15` and `5+` do."""
    pairs = [(values, later.values[name]) for name, values in case.values.items() if name in later.values]
    pairs += [(_ages(cases, case), _ages(cases, later))] if case.ages and later.ages else []
    return any(one & two and one - two and two - one for one, two in pairs)


def _ages(cases: PathwayCases, case: Case) -> frozenset[str]:
    """Return the ages of a condition, as days of those that the pathway tells apart."""
    days = {patient.age_days for patient in cases.patients}
    return frozenset(str(day) for day in days if any(ages.contains(day) for ages in case.ages))


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

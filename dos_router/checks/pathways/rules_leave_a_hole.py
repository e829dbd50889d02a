"""Rules by age that take younger and older patients, and leave out a year or less between.

The ages between fall to `otherwise`, with the same values: usually a slip of a year, as in `0-4` beside `6+`. A wider
hole is taken as meant. Every case that comes to the decision was looked at, and the smallest is told. Close the hole.

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
          - {if: {age: 5+}, then: {disposition: Dx03, discriminator: SD4052}}
          - {otherwise: true, then: {disposition: Dx07, discriminator: SD4052}}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dos_router.analysis.pathway_cases import Arrival, PathwayCases, holding, in_words
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.pathway import Decision

SEVERITY = Severity.WARNING
A_YEAR = 366  # days


def find(subject: Subject) -> Iterator[Found]:
    """Yield the first hole of each decision, at its `otherwise`."""
    for cases in subject.cases.values():
        for name, arrivals in cases.arrivals.items():
            decision = cases.pathway.steps[name]
            if isinstance(decision, Decision):
                found = next((hole for one in arrivals for hole in _holes(cases, decision, one)), None)
                if found:
                    said = f"the rules of `{name}` take younger and older patients, and leave out {found}"
                    yield Found(said, decision.rules[-1].at, "close the hole in the ages, or say so in a rule")


def _holes(cases: PathwayCases, decision: Decision, arrival: Arrival) -> Iterator[str]:
    """Yield in words the youngest of each narrow run of ages that falls to `otherwise` between two that rules take."""
    known: dict[int, int] = {}
    conditions = [rule.case for rule in decision.rules if rule.case]
    by_age = taken = 0
    for case in conditions:
        held = holding(case, dict(arrival.values), cases.patients, known)
        by_age |= held if case.ages else 0
        taken |= held
    for sex in sorted({patient.sex for patient in cases.patients}) if by_age else ():
        theirs = [number for number, one in enumerate(cases.patients) if one.sex == sex and arrival.who >> number & 1]
        for left, run in groupby(theirs, lambda number: not taken >> number & 1):
            ages = list(run)
            before, after = theirs.index(ages[0]) - 1, theirs.index(ages[-1]) + 1
            if left and before >= 0 and after < len(theirs) and by_age >> theirs[before] & by_age >> theirs[after] & 1:
                youngest = cases.patients[ages[0]]
                if cases.patients[theirs[after]].age_days - youngest.age_days <= A_YEAR:
                    yield in_words(youngest, arrival.values, conditions)

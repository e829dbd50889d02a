"""Rules that take women and men alike, and leave a patient of indeterminate sex to `otherwise`.

A rule that names a sex does not hold for a patient whose sex is not known: of two rules, one for each, neither does.
What doubt leads to must not be less urgent than what either would. Let `otherwise` lead to the more urgent end, or
leave the sex out of the rules.

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
          - {if: {sex: female}, then: {disposition: Dx02, discriminator: SD4052}}
          - {if: {sex: male}, then: {disposition: Dx03, discriminator: SD4052}}
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
          - {if: {sex: female}, then: {disposition: Dx03, discriminator: SD4052}}
          - {if: {sex: male}, then: {disposition: Dx05, discriminator: SD4052}}
          - {otherwise: true, then: {disposition: Dx03, discriminator: SD4052}}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.analysis.pathway_cases import Arrival, PathwayCases, in_words
from dos_router.checks.pathways._ways import least_pressing
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.pathway import INDETERMINATE, Decision, Exit, Patient
from dos_router.model.service import SEXES

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the first case of each decision in which doubt about the sex leads lower than either sex does."""
    for cases in subject.cases.values():
        for name, arrivals in cases.arrivals.items():
            decision = cases.pathway.steps[name]
            if isinstance(decision, Decision) and any(rule.case and rule.case.sexes for rule in decision.rules):
                found = next((each for one in arrivals for each in _left_out(subject, cases, decision, one)), None)
                if found:
                    said = f"`{name}` leads {found} to a less urgent end than either sex"
                    yield Found(said, decision.rules[-1].at, "let `otherwise` lead to the more urgent end")


def _left_out(subject: Subject, cases: PathwayCases, decision: Decision, arrival: Arrival) -> Iterator[str]:
    reference = subject.directory.reference
    for number, patient in enumerate(cases.patients):
        if patient.sex == INDETERMINATE and arrival.who >> number & 1:
            way, *ways = (_way(decision, Patient(patient.age_days, sex), arrival) for sex in (INDETERMINATE, *SEXES))
            floors = [least_pressing(cases.pathway, each, reference) for each in ways]
            if least_pressing(cases.pathway, way, reference) > max(floors):
                yield in_words(patient, arrival.values, [rule.case for rule in decision.rules if rule.case])


def _way(decision: Decision, patient: Patient, arrival: Arrival) -> Exit:
    values = dict(arrival.values)
    return next(rule.leads for rule in decision.rules if rule.case is None or rule.case.holds(patient, values))

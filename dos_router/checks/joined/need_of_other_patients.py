"""An end that pathways come to, for which every service that takes it is for other ages or another sex.

Somebody of the pathway's own ages comes to it, and no service that takes the need would take that patient: they fall
to the nearest emergency department. Every age and sex was looked at, and the youngest such patient is told. Widen the
ages, or the pathway's end for them.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    start: bent
    questions:
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        opening: Mo-Fr 09:00-17:30
        type: gp-practice
        symptoms: [SG1107/*]
        dispositions: [Dx07]
        ages: [16+]

Passes:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    start: bent
    questions:
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        opening: Mo-Fr 09:00-17:30
        type: gp-practice
        symptoms: [SG1107/*]
        dispositions: [Dx07]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.analysis.gaps.needs import Need, need_for
from dos_router.analysis.pathway_cases import PathwayCases, in_words
from dos_router.analysis.pathway_outcomes import outcomes_of
from dos_router.checks.joined._taking import taking_each
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.ages import AGE_LIMIT_DAYS
from dos_router.model.pathway import Ending, Patient
from dos_router.model.service import SEXES, Service

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield each need of a pathway's own ends that somebody comes to whom no service taking it takes; each once."""
    told: set[Need] = set()
    taking = taking_each(subject)
    for cases in subject.cases.values():
        group = cases.pathway.symptom_group
        for outcome in outcomes_of(cases, subject.directory.reference) if not cases.pathway.is_shared else ():
            ending = outcome.departure.leads
            its = ending.symptom_group if isinstance(ending, Ending) else None
            need = need_for(outcome.disposition, its or group, outcome.discriminators)
            left = None if need in told or not taking.get(need) else _left(taking[need], cases, outcome.who)
            if left:
                told.add(need)
                what = f"`{need.disposition}` with `{need.symptom_discriminator}`"
                said = f"every service that takes {what} is for others than {left}"
                yield Found(said, ending.at, f"widen the ages or sexes of one for `{need.symptom_group}`")


def _left(taking: list[Service], cases: PathwayCases, who: int) -> str | None:
    """Return in words the youngest of the patients whom no service that takes the need takes."""
    if any(not service.ages and len(service.sexes) == len(SEXES) for service in taking):
        return None
    lows = sorted({age for service in taking for one in service.ages for age in (one.low, (one.high or 0) + 1)})
    patients = [one for number, one in enumerate(cases.patients) if who >> number & 1]
    for low in sorted({patient.age_days for patient in patients}):
        nearby = [low, *(age for age in lows if low < age < _next(cases, low))]
        for age in nearby:
            for sex in sorted({patient.sex for patient in patients if patient.age_days == low}):
                if sex in SEXES and not any(service.takes_age(age) and service.takes_sex(sex) for service in taking):
                    return in_words(Patient(age, sex))
    return None


def _next(cases: PathwayCases, low: int) -> int:
    """Return where the run of ages ends that a patient of that age stands for."""
    return min((one.age_days for one in cases.patients if one.age_days > low), default=_end(cases))


def _end(cases: PathwayCases) -> int:
    highest = [one.high for one in cases.pathway.ages]
    return max(high for high in highest if high) + 1 if highest and all(highest) else AGE_LIMIT_DAYS

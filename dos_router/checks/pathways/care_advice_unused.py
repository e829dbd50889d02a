"""Care advice for a disposition that the pathway never comes to.

It was perhaps written under the wrong code, and the end that it was meant for has none; or it is left over. Every
case was looked at, those of pathways asked first too. Correct the code, or delete it.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    care_advice: {Dx02: Keep it still., Dx08: Keep it raised.}
    start: bent
    questions:
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
    care_advice: {Dx02: Keep it still., Dx07: Keep it raised.}
    start: bent
    questions:
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
          - {say: not sure, like: yes}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.analysis.pathway_outcomes import outcomes_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.spelling import did_you_mean

SEVERITY = Severity.INFO


def find(subject: Subject) -> Iterator[Found]:
    """Yield the advice for what neither the pathway's cases, nor those of one asked first or its rules, come to."""
    reference = subject.directory.reference
    come_to = {name: {end.disposition for end in outcomes_of(one, reference)} for name, one in subject.cases.items()}
    for name, pathway in subject.pathways.items():
        first = [other for other in pathway.first if other in come_to]
        asked = [subject.pathways[other] for other in first]
        known = come_to[name].union(*(come_to[other] for other in first))
        known |= {rule.at_least.disposition for one in asked for rule in one.always}
        for code in pathway.care_advice:
            if code not in known:
                cure = did_you_mean(code, known - set(pathway.care_advice), otherwise="delete it")
                yield Found(f"`{name}` never comes to `{code}`", pathway.line(f"care_advice/{code}"), cure)

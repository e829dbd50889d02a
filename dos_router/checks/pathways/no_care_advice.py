"""A disposition that a pathway can end in, without advice for the time until help comes.

Every caller should be told what to do meanwhile, and when to call back. Write it under `care_advice`, by the
disposition. Every case was looked at, with what safety rules raise.

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

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield each disposition that a pathway comes to and has no advice for, at its first end."""
    for cases in subject.cases.values():
        pathway = cases.pathway
        told = set(pathway.care_advice)
        for outcome in outcomes_of(cases, subject.directory.reference):
            if outcome.disposition not in told:
                told.add(outcome.disposition)
                at = (outcome.raised.at_least if outcome.raised else outcome.departure.leads).at
                said = f"`{pathway.id}` can end in `{outcome.disposition}`, and has no advice for it"
                yield Found(said, at, f"write `care_advice: {{{outcome.disposition}: …}}`")

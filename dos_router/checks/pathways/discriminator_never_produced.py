"""A symptom discriminator that the pathway names, and that no answer comes to.

It stands at an end that nobody comes to, or at a safety rule whose ends all have their own. Whoever reads the file
takes it for a need that services must meet. Every case was looked at. Delete it, or correct what leads to it.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    always: [{if: {bent: yes}, at_least: Dx02, discriminator: SD4005}]
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
    always: [{if: {bent: yes}, at_least: Dx02}]
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

SEVERITY = Severity.INFO


def find(subject: Subject) -> Iterator[Found]:
    """Yield the first place of each discriminator, of ends and safety rules, that is no outcome's."""
    for cases in subject.cases.values():
        pathway = cases.pathway
        produced = {code for end in outcomes_of(cases, subject.directory.reference) for code in end.discriminators}
        borrowed = {code for rule in pathway.always for code in rule.at_least.discriminators if pathway.is_shared}
        told = produced | borrowed
        for ending in (*pathway.endings(), *(rule.at_least for rule in pathway.always)):
            for code in ending.discriminators:
                if code not in told:
                    told.add(code)
                    said = f"no answer of `{pathway.id}` comes to `{code}`"
                    yield Found(said, ending.at, "delete it, or correct what leads to it")

"""A promise of the policy, under `always`, that some call breaks.

The commissioners promised that these dispositions always find so many services, and at some place, for somebody, at
some minute, fewer are found. Every case was looked at; one call that shows it is told, and `dos-router gaps` tells
all. Widen what services do, or promise less.

Fails:
    # policy.yaml
    always: [{dispositions: [Dx07], at_least: 1}]
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
        location: {postcode: ZZ1 1AA}
        symptoms: ['*']
        dispositions: [Dx07]

Passes:
    # policy.yaml
    always: [{dispositions: [Dx07], at_least: 1}]
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
        type: gp-practice
        opening: 24/7
        location: {postcode: ZZ1 1AA}
        symptoms: ['*']
        dispositions: [Dx07]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.policy._witness import command, in_words
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.policy import Always

SEVERITY = Severity.ERROR


def find(subject: Subject) -> Iterator[Found]:
    """Yield each broken promise of this kind, with a call that finds too few."""
    for broken in subject.broken_promises:
        if isinstance(broken.promise, Always):
            few = "nothing" if not broken.found else f"only {broken.found}"
            said = f"the promise of {broken.promise.at_least} is broken: {few} is found for {in_words(broken.witness)}"
            cure = f"widen what services do, or promise less; see `{command(broken.witness, subject.directory)}`"
            yield Found(said, broken.promise.at, cure)

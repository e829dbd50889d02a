"""A promise of the policy, under `never`, that some call breaks.

The commissioners promised that these dispositions never end at these types of service, and a service of such a type
accepts one. Every need of the pathways was looked at, at every place, age, sex and minute; one call that shows it is
told. Take the disposition from the service or its profile, or the promise from the policy.

Fails:
    # policy.yaml
    never: [{dispositions: [Dx07], types: [pharmacy]}]
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
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ1 1AA}
        symptoms: ['*']
        dispositions: [Dx07]

Passes:
    # policy.yaml
    never: [{dispositions: [Dx07], types: [pharmacy]}]
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
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ1 1AA}
        symptoms: ['*']
        dispositions: [Dx28]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.policy._witness import command, in_words
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.policy import Never

SEVERITY = Severity.ERROR


def find(subject: Subject) -> Iterator[Found]:
    """Yield each broken promise of this kind, with the service found and a call that finds it."""
    for broken in subject.broken_promises:
        if isinstance(broken.promise, Never):
            said = f"the promise is broken: `{broken.service}` is found for {in_words(broken.witness)}"
            cure = f"take it from the service or its profile; see `{command(broken.witness, subject.directory)}`"
            yield Found(said, broken.promise.at, cure)

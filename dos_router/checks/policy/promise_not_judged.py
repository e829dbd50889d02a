"""A promise about dispositions that no pathway ends in.

Whether it holds depends on the symptoms of a call, which are known only of what pathways come to: nothing was looked
at for these dispositions. It may hold or not. Delete them, or add the pathways that end so.

Fails:
    # policy.yaml
    never: [{dispositions: [Dx05], types: [pharmacy]}]
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
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.policy import Always, Never

SEVERITY = Severity.INFO
CURE = "delete them, or add the pathways that end so"


def find(subject: Subject) -> Iterator[Found]:
    """Yield the promises, where there are pathways, with the dispositions that could not be judged."""
    if not subject.pathways:
        return
    known = {need.disposition for need in subject.needs}
    policy = subject.directory.policy
    promises: tuple[Always | Never, ...] = (*policy.always, *policy.never)
    for promise in promises:
        codes = sorted(promise.dispositions - known)
        if codes:
            listed = " and ".join(f"`{code}`" for code in codes)
            yield Found(f"no pathway ends in {listed}, of which something is promised", promise.at, CURE)

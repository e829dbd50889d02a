"""A pathway whose id is not the name of its file.

Transcripts and reviewers name a pathway by its id, and look for a file of that name. Two files may also turn out to
hold one pathway. Rename the file, or the id if nothing refers to it.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: hand
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
from pathlib import PurePosixPath

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO


def find(subject: Subject) -> Iterator[Found]:
    """Yield the pathways that stand in a file of another name."""
    for pathway in subject.pathways.values():
        name = PurePosixPath(pathway.at.file).stem
        if name != pathway.id:
            said = f"the pathway `{pathway.id}` stands in a file called `{name}`"
            yield Found(said, pathway.at, f"call the file {pathway.id}.yaml, or the pathway `{name}`")

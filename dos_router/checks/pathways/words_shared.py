"""Words that two pathways give for what a caller may say.

Whoever says just that is asked to choose between the two, when a pathway could be found at once. Leave the words with
the pathway that they mean most often, or make them say more.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    words: [sprain]
    start: bent
    questions:
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
          - {say: not sure, like: yes}
    # pathways/ankle.yaml
    format: 1
    id: ankle
    title: Wrist injury
    symptom_group: SG1107
    words: [Sprain]
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
    words: [sprained wrist]
    start: bent
    questions:
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
          - {say: not sure, like: yes}
    # pathways/ankle.yaml
    format: 1
    id: ankle
    title: Wrist injury
    symptom_group: SG1107
    words: [sprained ankle]
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

from dos_router.checks.pathways._words import place_of_word
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO


def find(subject: Subject) -> Iterator[Found]:
    """Yield each phrase that a pathway before it, by id, gives too; those only asked first are apart."""
    owners: dict[tuple[bool, str], str] = {}
    for name, pathway in sorted(subject.pathways.items()):
        for word in pathway.words:
            owner = owners.setdefault((pathway.is_shared, " ".join(word.casefold().split())), name)
            if owner != name:
                said = f"`{word}` leads to `{owner}` as well as to `{name}`"
                yield Found(said, place_of_word(subject, pathway, word), "leave it with one of them, or say more")

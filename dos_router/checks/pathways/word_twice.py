"""Words that a pathway gives twice.

The second is without effect, and hides that another way of saying it was meant. Delete it, or write what callers say
instead.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    words: [sprain, Sprain]
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
    words: [sprain, twisted]
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
    """Yield each phrase that stands earlier in the same list, however spaced or capitalised."""
    for pathway in subject.pathways.values():
        seen: set[str] = set()
        for word in pathway.words:
            same = " ".join(word.casefold().split())
            if same in seen:
                yield Found(f"`{word}` is given twice", place_of_word(subject, pathway, word), "delete one of them")
            seen.add(same)

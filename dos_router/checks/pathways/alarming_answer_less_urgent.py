"""An alarming answer that may end in something less urgent than its sibling always does.

A red flag must not be worse off than a calm answer to the same question. Compared are the least urgent ends that can
follow each. Raise the end of the alarming one, or see whether the two were put in the wrong order.

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
          - {say: yes, red_flag: true, then: {disposition: Dx03, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx02, discriminator: SD4052}}
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

from dos_router.checks.pathways._ways import least_pressing
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.pathway import Like, Pathway, Question

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield each alarming answer whose least pressing end is less so than that of a calm sibling."""
    for pathway in subject.pathways.values():
        for question in pathway.questions:
            yield from _of_question(subject, pathway, question)


def _of_question(subject: Subject, pathway: Pathway, question: Question) -> Iterator[Found]:
    floors = [
        (choice, least_pressing(pathway, choice.leads, subject.directory.reference))
        for choice in question.choices
        if not isinstance(choice.leads, Like)
    ]
    for choice, floor in floors:
        calmer = next((other for other, its in floors if not other.red_flag and its < floor), None)
        if choice.red_flag and calmer:
            said = f"the alarming `{choice.say}` may end less urgently than `{calmer.say}` ever does"
            yield Found(said, choice.at, "raise its end; are the two answers in the wrong order?")

"""A pathway whose first question has no alarming answer.

What cannot wait must be asked before anything else: a caller may hang up, or collapse, after one answer. Ask an
emergency check `first`, or begin with the question that finds the emergency.

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
          - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}

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

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.pathway import CONTINUE, GoTo, Pathway, Question, exits

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the pathways whose first question to be put, in them or in those asked first, has no red flag."""
    for pathway in subject.pathways.values():
        asked = [*(subject.pathways[name] for name in pathway.first if name in subject.pathways), pathway]
        first = _first_questions(asked[0])
        if not any(question.has_red_flag for question in first):
            name = first[0].id if first else asked[0].start
            said = f"`{pathway.id}` begins with `{name}`, which no alarming answer can be given to"
            yield Found(said, pathway.line("start"), "ask an emergency check `first`, or begin with a red flag")


def _first_questions(pathway: Pathway) -> list[Question]:
    """Return the questions that can be put first: the start, or what its decisions lead to."""
    found, waiting = list[Question](), [pathway.start]
    for name in waiting:
        step = pathway.steps[name]
        if isinstance(step, Question):
            found.append(step)
        else:
            waiting += [
                each.step for each in exits(step) if isinstance(each, GoTo) and each.step not in (*waiting, CONTINUE)
            ]
    return found

"""A question with an alarming answer that a caller cannot answer with `not sure`.

Who does not know must say yes or no, and says no to be polite: the emergency is missed. Add an answer `not sure` that
is `like` the alarming one.

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

from dos_router.checks.pathways._quotes import quoted
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.loading.pathway_faults import NOT_SURE
from dos_router.model.pathway import Like

SEVERITY = Severity.ERROR


def find(subject: Subject) -> Iterator[Found]:
    """Yield the questions with a red flag and no answer of doubt."""
    for pathway in subject.pathways.values():
        for question in pathway.questions:
            doubts = [one for one in question.choices if isinstance(one.leads, Like) or one.say.casefold() in NOT_SURE]
            alarming = next((one.say for one in question.choices if one.red_flag), None)
            if alarming and not doubts:
                said = f"`{question.id}` has the alarming answer `{alarming}`, and none for who is not sure"
                yield Found(said, question.at, f"add `- {{say: not sure, like: {quoted(alarming)}}}`")

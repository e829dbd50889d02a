"""An end that patients come to and no example does.

Nobody has written down that this end is right for somebody, and a change to it would pass unseen. The shortest route
to it is told: make an example of it.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    examples: [{patient: {age: 34}, answers: {bent: yes}, expect: {disposition: Dx02}}]
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
    examples:
      - {patient: {age: 34}, answers: {bent: yes}, expect: {disposition: Dx02}}
      - {patient: {age: 34}, answers: {bent: no}, expect: {disposition: Dx07}}
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

from dos_router.analysis.pathway_cases import in_words
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.pathway import Ending
from dos_router.routing.triage import walk_through

SEVERITY = Severity.INFO


def find(subject: Subject) -> Iterator[Found]:
    """Yield the ends, each by its place in the file, of pathways with examples that none of these comes to."""
    for cases in subject.cases.values():
        pathway = cases.pathway
        shown = (walk_through(pathway, example.patient, example.answers).stop for example in pathway.examples)
        places = {end.at for end in shown if isinstance(end, Ending)}
        for departure, ending in cases.endings():
            if pathway.examples and ending.at not in places:
                places.add(ending.at)
                said = f"no example comes to `{ending.disposition}` by {departure.route()}"
                patient = in_words(cases.patient(departure.who))
                yield Found(said, ending.at, f"make an example of it, such as with {patient}")

"""An example that answers a question which is never put.

It shows a route that is not taken, so that the question it was written for is not tried. Delete the answer, or change
those before it.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    examples:
      - patient: {age: 34, sex: female}
        answers: {bent: yes, swollen: no}
        expect: {disposition: Dx02, discriminator: SD4052}
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
    examples:
      - patient: {age: 34, sex: female}
        answers: {bent: yes}
        expect: {disposition: Dx02, discriminator: SD4052}
    start: bent
    questions:
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING

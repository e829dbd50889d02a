"""An example that comes to another end than it expects.

What is signed off is executable: an example that fails shows that a change has moved somebody to another end. Its
route is told, with the line that decided. Mend the pathway, or the example if the change was meant.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    examples:
      - patient: {age: 34, sex: female}
        answers: {bent: no}
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

SEVERITY = Severity.ERROR

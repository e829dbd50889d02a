"""An answer that is named elsewhere, and that its question does not offer.

A rule that waits for `Yes` where the answer is `yes` never holds, and a safety rule is without effect. Write the
answer as its question does; of an answer like another, name that other.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    always: [{if: {bent: maybe}, at_least: Dx02, discriminator: SD4052}]
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
    always: [{if: {bent: yes}, at_least: Dx02, discriminator: SD4052}]
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

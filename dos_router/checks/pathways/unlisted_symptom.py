"""A symptom group or discriminator that the reference does not list.

It is routed all the same, since sites hold more codes than we ship; but a mistyped code matches no service, and every
caller falls to the nearest emergency department. Check it, or add it to the site's own table.

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
          - {say: yes, then: {disposition: Dx02, discriminator: SD4502}}
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
          - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING

"""A safety rule that can raise an end to one which a search cannot be made for.

The end that it raises has no symptom discriminator, and the rule brings none: the caller would be sent to nobody. Add
`discriminator: SD…` to the rule.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    always: [{if: {age: 0-4}, at_least: Dx02}]
    start: bent
    questions:
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx39}}

Passes:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    always: [{if: {age: 0-4}, at_least: Dx02, discriminator: SD4052}]
    start: bent
    questions:
      bent:
        ask: Is it bent?
        answers:
          - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
          - {say: no, then: {disposition: Dx39}}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

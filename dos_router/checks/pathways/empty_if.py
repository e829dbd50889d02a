"""An `if` that names nothing.

It would hold for everybody, or for nobody. Write what must hold, such as `if: {swollen: yes}`.

Fails:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    start: by-age
    questions:
      by-age:
        rules:
          - {if: {}, then: {disposition: Dx02, discriminator: SD4052}}
          - {otherwise: true, then: {disposition: Dx07, discriminator: SD4020}}

Passes:
    # pathways/wrist.yaml
    format: 1
    id: wrist
    title: Wrist injury
    symptom_group: SG1107
    start: by-age
    questions:
      by-age:
        rules:
          - {if: {age: 0-4}, then: {disposition: Dx02, discriminator: SD4052}}
          - {otherwise: true, then: {disposition: Dx07, discriminator: SD4020}}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

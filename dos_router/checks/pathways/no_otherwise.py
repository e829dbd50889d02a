"""A decision without a last rule for everybody else.

A patient for whom none of its rules holds would be left in the middle of the pathway: it is not used. Add a last
rule, `- {otherwise: true, …}`, that leads somewhere safe.

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
          - {if: {age: 0-4}, then: {disposition: Dx02, discriminator: SD4052}}

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

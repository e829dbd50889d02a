"""A code that stands twice in a site's own reference table.

A disposition that is searched for in one row and sends an ambulance in another has no meaning. Keep one of the rows.

Fails:
    # directory.yaml
    reference: {symptom_groups: groups.csv}
    # groups.csv
    code,title,local
    SG1107,Hand or wrist injury,no
    SG1107,Wrist,no

Passes:
    # directory.yaml
    reference: {symptom_groups: groups.csv}
    # groups.csv
    code,title,local
    SG1107,Hand or wrist injury,no
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

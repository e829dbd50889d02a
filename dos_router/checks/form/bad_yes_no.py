"""A cell that must be `yes` or `no`.

`search` and `dispatch` decide whether an ambulance is sent: nothing is guessed there. Write `yes` or `no`.

Fails:
    # directory.yaml
    reference: {symptom_groups: groups.csv}
    # groups.csv
    code,title,local
    SG1107,Hand or wrist injury,n

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

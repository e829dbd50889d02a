"""A site's own reference table that names a column twice.

Which of the two holds would be chance, and they will differ one day, if they do not now. Keep one of them.

Fails:
    # directory.yaml
    reference: {symptom_groups: groups.csv}
    # groups.csv
    code,title,local,title
    SG1107,Hand or wrist injury,no,Wrist

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

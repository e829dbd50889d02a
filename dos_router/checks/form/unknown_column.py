"""A column of a site's own reference table that is not used.

It is harmless where it is meant for people, and not where it is a misspelt column. The columns that count are told
with the finding.

Fails:
    # directory.yaml
    reference: {symptom_groups: groups.csv}
    # groups.csv
    code,title,local,remark
    SG1107,Hand or wrist injury,no,from the national list

Passes:
    # directory.yaml
    reference: {symptom_groups: groups.csv}
    # groups.csv
    code,title,local
    SG1107,Hand or wrist injury,no
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING

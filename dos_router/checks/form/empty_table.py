"""A site's own reference table without rows.

A table of our own that a site replaces by an empty one would make every code unknown. Write its columns in the first
line, and a row for each code.

Fails:
    # directory.yaml
    reference: {symptom_groups: groups.csv}
    # groups.csv
    code,title,local

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

"""A site's own reference table that lies outside the folder of directories.

What a directory says must travel with it, and be signed with it; a path such as `/etc/…` could also show what is
nobody's business. Keep a copy in the directory's folder.

Fails:
    # directory.yaml
    reference: {symptom_groups: ../../elsewhere/groups.csv}

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

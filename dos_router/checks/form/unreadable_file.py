"""A file that is there and cannot be read.

Something of the right name is a folder, a pipe, or closed to you. What it would have said is unknown, so a whole
provider, or the whole policy, would be missing without a word. Put the file there, or take the thing away.

Fails:
    # services/shore.yaml/notes.yaml
    remark: a folder stands where a file should

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

r"""A short text that breaks over several lines.

Names, numbers and notes are shown on one line, and a break can hide what follows. Write it on one line, or folded
with `>-`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: "Shore\n\nPharmacy"

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

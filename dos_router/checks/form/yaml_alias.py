"""A YAML alias (`*name`), which repeats a value from elsewhere.

A file here says what it means where it says it: a reviewer who reads one record must see all of it. Write the value
out.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        commissioned_by: *icb

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        commissioned_by: [example-icb]
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

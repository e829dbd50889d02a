"""A date that does not exist, or is not written year first.

`25/12/2026` and `12/25/2026` are read differently on two sides of the sea, and a day that does not exist is a slip
for another. Write `2026-12-25`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        dates: {2026-02-30: off}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        dates: {2026-12-25: off}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

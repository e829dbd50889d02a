"""A limit that is an empty list, and so limits nothing.

`ages: []` reads as if nobody were taken, and takes everybody. Delete the line, or write whom the service takes.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        ages: []

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        ages: [16+]
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING

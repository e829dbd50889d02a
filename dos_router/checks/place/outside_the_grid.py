"""A grid reference outside Great Britain.

The British National Grid ends at 700 km east and 1,300 km north. Perhaps a digit is too many, or the numbers are of
another grid. Give whole metres.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {easting: 5002500, northing: 200350}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {easting: 500250, northing: 200350}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

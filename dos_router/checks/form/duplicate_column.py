"""A table that names a column twice.

Which of the two holds would be chance, and they will differ one day, if they do not now. Keep one of them.

Fails:
    # capacity.csv
    service,status,since,until,status
    example-utc,red,2026-11-21T20:00,,amber

Passes:
    # capacity.csv
    service,status,since,until
    example-utc,red,2026-11-21T20:00,2026-11-21T23:00
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

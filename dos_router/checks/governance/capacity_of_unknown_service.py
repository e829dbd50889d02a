"""A row of live capacity for a service that is not there.

The row stops nothing: the service that somebody wanted red is still offered, under another id. Mend the id, or delete
the row.

Fails:
    # capacity.csv
    service,status,since,until
    example-ucc,red,2026-11-21T20:00,2026-11-21T23:00

Passes:
    # capacity.csv
    service,status,since,until
    example-utc,red,2026-11-21T20:00,2026-11-21T23:00
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING

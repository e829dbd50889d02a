"""A table without a column that it needs.

The cells of a column that is misspelt are not read at all. The first line that is no remark must name all the
columns, in any order.

Fails:
    # capacity.csv
    service,staus,since,until
    example-utc,red,2026-11-21T20:00,

Passes:
    # capacity.csv
    service,status,since,until
    example-utc,red,2026-11-21T20:00,2026-11-21T23:00
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

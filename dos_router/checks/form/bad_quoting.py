"""A row of a table whose quotes do not match.

Where a quote is not closed, the rows below it become part of one cell. Close each quote, and write a quote inside a
quoted cell twice.

Fails:
    # capacity.csv
    service,status,since,until
    example-utc,"red"x,2026-11-21T20:00,

Passes:
    # capacity.csv
    service,status,since,until
    example-utc,"red",2026-11-21T20:00,2026-11-21T23:00
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

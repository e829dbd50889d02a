"""A row of a table with more or fewer cells than its header.

A comma in a name has split a cell, and every cell after it stands in the wrong column. Put quotes around a cell with
a comma in it.

Fails:
    # capacity.csv
    service,status,since,until
    example-utc,red,2026-11-21T20:00

Passes:
    # capacity.csv
    service,status,since,until
    example-utc,red,2026-11-21T20:00,
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

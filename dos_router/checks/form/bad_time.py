"""A moment that does not exist, or is not written as one.

Live capacity and validity begin and end at a moment. Write local time like `2026-11-21T20:00`; in validity, a day or
a moment in UTC that ends in `Z`.

Fails:
    # capacity.csv
    service,status,since,until
    example-utc,red,21/11/2026 20:00,

Passes:
    # capacity.csv
    service,status,since,until
    example-utc,red,2026-11-21T20:00,2026-11-21T23:00
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

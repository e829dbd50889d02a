"""A capacity that is none of green, amber and red.

Red keeps a service from being offered; a word that nobody knows would leave it open to callers. Write `green`,
`amber` or `red`.

Fails:
    # capacity.csv
    service,status,since,until
    example-utc,closed,2026-11-21T20:00,

Passes:
    # capacity.csv
    service,status,since,until
    example-utc,red,2026-11-21T20:00,2026-11-21T23:00
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

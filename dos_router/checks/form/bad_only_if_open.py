"""An `only_if_open` that is none of its three words.

A service may ask not to be offered unless it is open, or opens within a quarter or half of an hour. Write `now`, `15
min` or `30 min`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        only_if_open: 20 min

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        only_if_open: 15 min
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

"""A list, a map or a single value where another kind is expected.

`handles: minor-injury` is a word where a list is meant. Guessing would go wrong sooner or later, so the record is
left out. Write a list as `[…]` or with one `- ` line each, a map as `key: value`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        handles: minor-injury

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        handles: [minor-injury]
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

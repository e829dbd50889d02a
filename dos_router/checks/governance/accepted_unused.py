"""An accepted finding that is not found, or that cannot be accepted.

An entry of `accepted:` that is for nothing would hide the next fault of its kind, which nobody has looked at. Delete
it. An error for which loading refuses a record cannot be accepted at all: mend what it is about.

Fails:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-24:00
        accepted:
          - {rule: midnight-as-23-59, reason: the till shuts then, by: Shore Pharmacy, until: 2027-11-20}

Passes:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-23:59
        accepted:
          - {rule: midnight-as-23-59, reason: the till shuts then, by: Shore Pharmacy, until: 2027-11-20}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING

"""An accepted finding whose last day is over.

Somebody answered for a finding until a day, and the day has passed: it is a finding again, told beside this one.
Mend what it was for and delete the entry, or have somebody answer for it anew with a later `until`.

Fails:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-23:59
        accepted:
          - {rule: midnight-as-23-59, reason: the till shuts then, by: Shore Pharmacy, until: 2026-11-20}

Passes:
    # on: 2026-11-20
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-23:59
        accepted:
          - {rule: midnight-as-23-59, reason: the till shuts then, by: Shore Pharmacy, until: 2026-11-20}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING

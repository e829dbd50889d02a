"""An accepted finding of a rule that does not exist.

A misspelt rule accepts nothing: the finding that was meant is told all the same, and whoever reads the file believes
that it was dealt with. `check --rules` lists the rules; write the name as `check` prints it in brackets.

Fails:
    # on: 2026-11-21
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-23:59
        accepted:
          - {rule: midnight-as-2359, reason: the till shuts then, by: Shore Pharmacy, until: 2027-11-20}

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

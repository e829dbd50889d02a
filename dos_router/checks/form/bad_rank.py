"""A rank that is not from 1 to 10.

Types are offered in the order of their ranks on the national scale, 1 first and 10 last; another number has no place
in it. Write one from 1 to 10.

Fails:
    # policy.yaml
    ranking:
      - ranks: {11: [pharmacy]}

Passes:
    # policy.yaml
    ranking:
      - ranks: {10: [pharmacy]}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

"""A type of service that one ranking entry ranks twice.

A type has one rank in an entry; of two the last would win, which is not what a reader expects. Keep one.

Fails:
    # policy.yaml
    ranking:
      - ranks: {1: [pharmacy], 4: [pharmacy, gp-practice]}

Passes:
    # policy.yaml
    ranking:
      - ranks: {1: [pharmacy], 4: [gp-practice]}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

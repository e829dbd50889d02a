"""A file over 64 MiB.

No directory written by people is so large; such a file is a mistake or an attack, and would stall every command.
Split it, one provider a file; long tables go into CSV or Parquet.

Fails:
    # services/example.yaml
    #*67108865

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

"""A file whose bytes are not UTF-8 text.

Saved by an older program, a name such as `Café` turns into other letters, or stops everything. Save the file as
UTF-8: every editor offers that.

Fails:
    # encoding: latin-1
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Café Pharmacy

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Café Pharmacy
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

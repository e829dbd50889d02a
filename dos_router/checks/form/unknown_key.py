"""A key that the format does not know.

A misspelt key would be passed over in silence, and with it an opening hour or a limit. It is an error: the record
that holds it is left out, as if it were closed. Mend the spelling, or delete the line.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        openning: Mo-Fr 09:00-17:30
        opening: Mo-Fr 09:00-17:30

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

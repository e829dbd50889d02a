"""A commissioner that `directory.yaml` does not have.

Who pays for a service also signs for it, and decides whether it is promoted from another area. Mend the spelling, or
add the commissioner.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        commissioned_by: [exmaple-icb]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        commissioned_by: [example-icb]
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

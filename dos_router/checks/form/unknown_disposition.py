"""A disposition that the reference does not list.

No call can end in it, so that a service which lists only such codes is never found; a mistyped digit is a different
urgency. Mend the code, or add it to the site's own table.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        dispositions: [Dx055]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        dispositions: [Dx05]
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

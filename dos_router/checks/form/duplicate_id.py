"""An id that two things of one kind share.

Neither of two services of one id can be trusted: both are left out. It is the same with commissioners and pathways.
Give each an id of its own; an included directory counts too.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
      - id: shore-pharmacy
        name: Shore Pharmacy, upstairs
        type: pharmacy
        opening: Mo-Fr 09:00-17:30

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
      - id: shore-pharmacy-upstairs
        name: Shore Pharmacy, upstairs
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

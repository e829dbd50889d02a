"""A text that is not a code of the national tables.

Dispositions are written `Dx05`, symptoms `SG1107/SD4052`; their zeros matter, for `Dx2` is not `Dx02`. A code that is
not one can match no call.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        dispositions: [D05]

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

"""An area that `directory.yaml` does not have.

An area of no such name is nobody's: a service limited to it would be offered to no caller whose area is known, and a
place in it would have no commissioner. Mend the spelling, or add the area.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        limited_to: [nroth]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        limited_to: [north]
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

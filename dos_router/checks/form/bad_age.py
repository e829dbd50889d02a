"""A text that is not an age, or a range of ages.

Ages decide who is offered a service. Write `5-15` (up to the day before the sixteenth birthday), `3m-4y` or `16+`,
the lower age first.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        ages: [15-5]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        ages: [5-15]
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

"""A type of service that the reference does not list.

The type decides the rank and how many are kept, and whether a service is an emergency department. Write one of the
table's slugs, such as `urgent-treatment-centre`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        opening: Mo-Fr 09:00-17:30
        type: farmacy

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

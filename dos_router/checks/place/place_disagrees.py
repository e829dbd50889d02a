"""A grid reference that lies far from the postcode beside it.

One of the two is wrong, and callers would be sent by the other: more than 1 km apart where the postcode is known
itself, 15 km where only its sector is, 30 km where only its district is. Correct one of them; are easting and
northing swapped?

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ1 1AA, easting: 503000, northing: 194000}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ1 1AA, easting: 500300, northing: 200400}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

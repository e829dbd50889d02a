"""A service's postcode that is not among the places, so that it cannot be put on the map.

Without a place a service would count as near to everybody. If a grid reference is given as well, that is used, and
this is only a warning. Mend the postcode, add it to the places, or give easting and northing.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ9 9ZZ}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ1 1AA}
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

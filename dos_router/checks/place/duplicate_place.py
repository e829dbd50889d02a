"""A postcode that stands twice in the table of places.

Two rows may put it in two areas, under two commissioners, and which one counts would be chance. Keep one.

Fails:
    # places.csv
    postcode,easting,northing,area
    ZZ1 1AA,500250,200350,north
    zz11aa,500250,200350,south

Passes:
    # places.csv
    postcode,easting,northing,area
    ZZ1 1AA,500250,200350,north
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

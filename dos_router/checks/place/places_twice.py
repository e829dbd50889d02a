"""Both a `places.csv` and a `places.parquet`.

Two tables of places will differ one day, and only one is read. Keep the one that you maintain.

Fails:
    # places.parquet
    nothing
    # places.csv
    postcode,easting,northing,area
    ZZ1 1AA,500250,200350,north

Passes:
    # places.csv
    postcode,easting,northing,area
    ZZ1 1AA,500250,200350,north
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

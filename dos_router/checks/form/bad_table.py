"""A Parquet file that cannot be read.

It is damaged, or another kind of file under that name, and no postcode would be known. Write it again, or give a CSV
file.

Fails:
    # without: places.csv
    # places.parquet
    this is no Parquet

Passes:
    # places.csv
    postcode,easting,northing,area
    ZZ1 1AA,500250,200350,north
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

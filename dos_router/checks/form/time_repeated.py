"""A local time in the hour that comes twice in autumn.

On the last Sunday of October the hour from 01:00 comes twice, and half past one may be meant for either, an hour
apart. Write the offset with it: `2027-10-31T01:30+01:00` is the first.

Fails:
    # capacity.csv
    service,status,since,until
    example-utc,red,2027-10-31T01:30,

Passes:
    # capacity.csv
    service,status,since,until
    example-utc,red,2027-10-31T01:30+01:00,2027-10-31T08:00
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

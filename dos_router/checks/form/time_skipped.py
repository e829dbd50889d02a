"""A local time in the hour that the clocks leave out in spring.

At 01:00 on the last Sunday of March the clock jumps to 02:00: half past one does not exist on that day, and may be
meant for either side of it. Give a time before or after, or one with its offset.

Fails:
    # capacity.csv
    service,status,since,until
    example-utc,red,2027-03-28T01:30,

Passes:
    # capacity.csv
    service,status,since,until
    example-utc,red,2027-03-28T02:30,2027-03-28T08:00
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

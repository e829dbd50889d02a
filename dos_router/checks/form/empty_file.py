"""A file, or a table, that says nothing.

An empty file was perhaps cut off while it was saved. Taken as meant, a whole provider would vanish. Write its
content, or delete it.

Fails:
    # capacity.csv
    # to be written

Passes:
    # capacity.csv
    service,status,since,until
"""

from __future__ import annotations

from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR

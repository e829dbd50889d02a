"""A row of live capacity, amber or red, that does not say until when.

A red row without an end keeps a service from callers until somebody remembers it, and nobody may. Write `until`; a
new row can be added if it lasts longer.

Fails:
    # capacity.csv
    service,status,since,until
    example-utc,red,2026-11-21T20:00,

Passes:
    # capacity.csv
    service,status,since,until
    example-utc,red,2026-11-21T20:00,2026-11-21T23:00
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the last row of each service where it is not green and has no end: a later row ends an earlier one."""
    for name, rows in sorted(subject.directory.capacity.items()):
        last = rows[-1]
        if last.status != "green" and last.until is None:
            said = f"`{name}` is {last.status}, and does not say until when"
            yield Found(said, last.at, "write `until`, or delete the row when it is over")

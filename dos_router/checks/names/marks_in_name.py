"""Marks in a name that are there to catch the eye, or to sort it first.

`*** Shore Pharmacy ***` and `_Shore` were put there for another system's list. Callers hear them, or a screen reader
says "asterisk" three times. Delete them; the order of offers is the policy's.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: '** Shore Pharmacy **'

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Shore Pharmacy
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dos_router.checks.names._heard import names_written
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True
_MARKS = re.compile(r"^_+|^[^\w(\[\"'\u2018\u201c]+|[*!#_~^=|\\]{2,}|[*!#_~^=|]+$|\s{2,}")


def find(subject: Subject) -> Iterator[Found]:
    """Yield the names, heard or not, that begin with a mark, end in one, or hold several in a row."""
    for service, field, name in names_written(subject):
        found = _MARKS.search(name)
        if found:
            said = f"a name of `{service.id}` holds the marks `{found[0].strip() or 'two spaces'}`"
            yield Found(said, service.line(field), "delete them")

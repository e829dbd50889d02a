"""Spaces at the end of a line.

Nobody sees them, and an editor that takes them away makes a change in many lines of which none means anything, in
which a change that does is easily missed. `check --fix` takes them away.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy\x20\x20
        type: pharmacy
        opening: Mo-Fr 09:00-17:30

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
"""  # noqa: D301 - the example shows spaces

from __future__ import annotations

import re
from collections.abc import Iterator

from dos_router.checks.fix import TRAILING_SPACE
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.checks.untidy import untidy
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True

_TRAILING = re.compile(r"[ \t]\r?(?:\n|\Z)")


def find(subject: Subject) -> Iterator[Found]:
    """Yield each line that ends in spaces."""
    for _, where, _ in untidy(subject, TRAILING_SPACE, lambda text: _TRAILING.search(text) is not None):
        yield Found("the line ends in spaces", where, "delete them; `check --fix` does so")

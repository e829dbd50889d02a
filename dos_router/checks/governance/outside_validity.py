"""A directory that is not valid on the day of the check.

Outside its validity a directory says nothing about that day: services have moved, hours have changed, and nobody has
vouched for it. Every answer is marked. Sign a version that is valid then.

Fails:
    # on: 2026-11-21
    # directory.yaml
    valid: {from: 2025-11-01, until: 2026-10-31}

Passes:
    # on: 2026-11-21
    # directory.yaml
    valid: {from: 2026-11-01, until: 2027-10-31}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.moments import iso, midnight

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the directory where it is not valid for the whole of the day."""
    (start, end), zone = subject.directory.valid, subject.directory.zone
    if start <= midnight(subject.on, zone) and midnight(subject.on + timedelta(days=1), zone) <= end:
        return
    tree = subject.tree("directory.yaml")
    said = f"{subject.on} is outside the directory's validity, {iso(start, zone)} to {iso(end, zone)}"
    yield Found(said, tree.location("valid") if tree else None, "sign a version that is valid then")

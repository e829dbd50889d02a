"""A directory that is valid for less than thirty days more.

Afterwards whoever enforces sign-off cannot use it, and preparing, reviewing and signing the next version takes weeks.
Begin now.

Fails:
    # on: 2026-11-21
    # directory.yaml
    valid: {from: 2026-11-01, until: 2026-12-15}

Passes:
    # on: 2026-11-21
    # directory.yaml
    valid: {from: 2026-11-01, until: 2027-03-31}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dos_router.checks.governance._own import place_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.moments import iso, midnight

SEVERITY = Severity.WARNING
AHEAD = timedelta(days=30)


def find(subject: Subject) -> Iterator[Found]:
    """Yield the end of a validity that holds on the day, and not thirty days later."""
    directory = subject.directory
    until = directory.valid[1]
    if midnight(subject.on, directory.zone) < until < midnight(subject.on + AHEAD, directory.zone):
        said = f"the directory is valid only until {iso(until, directory.zone)}"
        yield Found(said, place_of(subject, "valid"), "prepare the next version, and have it signed")

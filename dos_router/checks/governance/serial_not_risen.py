"""A directory that differs from what was signed, under a serial that is not higher.

Two versions of one number cannot be told apart: whoever holds the older one does not learn that there is a newer.
Every change that is to be signed takes the next serial. (The examples show directories without a signature; what was
signed is told to this check by the sign-off.)

Fails:
    # signed: 1
    # directory.yaml
    serial: 1

Passes:
    # signed: 1
    # directory.yaml
    serial: 2
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.governance._own import place_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the serial where it is below that of the signed version, or the same over changed records."""
    serial, signed = subject.directory.serial, subject.signed_serial
    if signed is None or serial > signed or (serial == signed and not subject.changed_since):
        return
    said = f"the serial is {serial}, and version {signed} is signed already"
    yield Found(said, place_of(subject, "serial"), f"write `serial: {signed + 1}`")

"""A name of over a hundred and twenty characters.

No caller can take it in, screens cut it off, and what matters may stand at its end: nothing that long is a name
alone. Keep what is on the door; the rest belongs into `address` or the note.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: x*130

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Shore Pharmacy
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.names._heard import names_written
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True
LONGEST = 120  # characters


def find(subject: Subject) -> Iterator[Found]:
    """Yield the names, heard or not, that are longer than any name."""
    for service, field, name in names_written(subject):
        if len(name) > LONGEST:
            said = f"a name of `{service.id}` has {len(name)} characters"
            yield Found(said, service.line(field), f"keep it under {LONGEST}; the rest belongs into the note")

"""A disposition that no service is searched for, taken by one.

Self care, health information and the like end a call at once: nobody is looked for, so the entry is without effect.
Delete it, unless it is there for people to read.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/*]
        dispositions: [Dx28, Dx39]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/*]
        dispositions: [Dx28]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.capability._written import written_everywhere
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.codes import parse_disposition

SEVERITY = Severity.INFO
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield each place, in profiles and records, that lists a disposition neither searched for nor dispatched."""
    known = subject.directory.reference.dispositions
    idle = {code for code, one in known.items() if not one.search and not one.dispatch}
    for owner, text, at in written_everywhere(subject, "dispositions", lambda one: bool(one.dispositions & idle)):
        if parse_disposition(text) in idle:
            said = f"{owner} takes `{text}`, which no service is searched for"
            yield Found(said, at, "delete it")

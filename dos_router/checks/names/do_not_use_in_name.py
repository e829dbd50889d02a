"""A name that says its service is not to be used.

`DO NOT USE`, `ZZZ`, `TEST` and the like warn people, and no program: the service is offered to callers like any
other. Give it the status `suspended`, `closed` or `template`, and its own name again.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: DO NOT USE Shore Pharmacy

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Shore Pharmacy
        status: suspended
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dos_router.checks.names._heard import names_written
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True
_WARNS = re.compile(
    r"\bdo\W+not\W+(?:use|select|refer|profile|edit|amend|return)\b|\bdon'?t use\b|\bnot in use\b|\bno longer\b"
    r"|\b(?:duplicate|deleted?|obsolete|decommissioned|dummy|defunct|retired|archived?)\b|^\W*z{2,}(?:\b|_)"
    r"|\btest (?:service|record|only)\b|^\W*test\b(?! valley)|\(test\)"
    r"|\((?:now )?(?:closed|old|suspended|inactive|temporary|temp)\)|^\W*(?:closed|inactive|temp)\W",
    re.IGNORECASE,
)


def find(subject: Subject) -> Iterator[Found]:
    """Yield the names of active services that call them off."""
    for service, field, name in names_written(subject):
        found = _WARNS.search(name) if service.is_active else None
        if found:
            said = f"`{service.id}` is active, and its name says `{found[0].strip()}`"
            yield Found(said, service.line(field), "write `status: suspended`, or `closed`, and its own name")

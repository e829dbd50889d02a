"""A service restricted to patients of a practice whose code cannot be one.

Callers give their practice by its ODS code, a letter and five digits. A restriction to any other code lets nobody in,
unless a service of the directory has it. Check it.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        practices: [G8200]
        ods: FAB12

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        practices: [G82001]
        ods: FAB12
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.spelling import did_you_mean

SEVERITY = Severity.INFO
FORM = "a practice's ODS code is a letter and five digits, such as `G82001`"
_CODE = re.compile(r"[A-HJ-NPV-Y]\d{5}")


def find(subject: Subject) -> Iterator[Found]:
    """Yield the restrictions of services in use to a code that is no practice's by its form, nor a service's own."""
    known = {service.ods for service in subject.directory.services.values() if service.ods}
    for service in subject.in_use:
        for code in sorted(service.practices - known):
            if not _CODE.fullmatch(code):
                said = f"`{service.id}` is restricted to patients of `{code}`, which is no practice's code"
                yield Found(said, service.line("practices"), did_you_mean(code, known, otherwise=FORM))

"""A service that takes referrals, and none from 111.

No call of 111 is offered it, by telephone or online. That may be meant, for a service that only crews or clinicians
use; if not, add `111-telephone` to its roles. Without `roles`, all may refer.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        roles: [999]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        roles: [999, 111-telephone]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
ASKED_BY_111 = frozenset({"111-telephone", "111-online"})


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use whose roles leave out both of 111's."""
    for service in subject.in_use:
        if service.roles and service.roles.isdisjoint(ASKED_BY_111):
            said = f"`{service.id}` takes referrals from {', '.join(sorted(service.roles))} only, and none from 111"
            yield Found(said, service.line("roles"), "add `111-telephone` if 111 may refer to it")

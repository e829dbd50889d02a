"""Two records of one type, postcode and telephone number whose names are alike.

The same service entered twice is offered twice, and takes the place of another; sooner or later the two records
differ, and one of them is wrong. Keep one. If they are two services, their names should say how they differ. Lists
are searched more deeply by `dos-router duplicates`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ1 1AA}
        phone: 01632 960001
      - id: shore-pharmacy-2
        name: Shore Pharmacy Ltd
        type: pharmacy
        opening: Mo-Sa 09:00-18:00
        location: {postcode: ZZ1 1AA}
        phone: 01632 960001

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ1 1AA}
        phone: 01632 960001
      - id: quay-pharmacy
        name: Quay Chemist
        type: pharmacy
        opening: Mo-Sa 09:00-18:00
        location: {postcode: ZZ1 1AA}
        phone: 01632 960001
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.service import Service
from dos_router.spelling import nearest

SEVERITY = Severity.WARNING
ALIKE = 80  # of 100


def find(subject: Subject) -> Iterator[Found]:
    """Yield each record in use that is like an earlier one of the same type, postcode and number."""
    seen: dict[tuple[str | None, ...], list[Service]] = defaultdict(list)
    for service in subject.in_use:
        number = "".join(filter(str.isdigit, service.phone or ""))
        if not service.postcode or not number:
            continue
        others = seen[service.type, service.postcode, number]
        for other in others:
            if nearest(service.name, [other.name], alike=ALIKE):
                said = f"`{service.id}` looks like `{other.id}`: the same type, postcode and number, and names alike"
                yield Found(said, service.at, f"keep one of them; the other is at {other.at}")
                break
        others.append(service)

"""A promise under `always` that can only be kept by what another, under `never`, forbids.

Every type of service that takes the disposition is one at which it must never end. Whichever is kept, the other is
broken. Take one back, or let another type of service take the disposition.

Fails:
    # policy.yaml
    never: [{dispositions: [Dx05], types: [pharmacy, gp-practice]}]
    always: [{dispositions: [Dx05]}]
    # without: services/example-provider.yaml
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/*]
        dispositions: [Dx05]
      - id: shore-surgery
        name: Shore Surgery
        type: gp-practice
        opening: Mo-Fr 08:00-18:30
        symptoms: [SG1107/*]
        dispositions: [Dx05]

Passes:
    # policy.yaml
    never: [{dispositions: [Dx05], types: [pharmacy]}]
    always: [{dispositions: [Dx05]}]
    # without: services/example-provider.yaml
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/*]
        dispositions: [Dx05]
      - id: shore-surgery
        name: Shore Surgery
        type: gp-practice
        opening: Mo-Fr 08:00-18:30
        symptoms: [SG1107/*]
        dispositions: [Dx05]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.policy import Always, Never

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield each `always` with a disposition that only forbidden types take, for areas that both are for."""
    policy = subject.directory.policy
    services = [one for one in subject.directory.services.values() if one.is_active]
    for promise in policy.always:
        for code in sorted(promise.dispositions):
            taking = {one.type for one in services if code in one.dispositions}
            forbidden = [one for one in policy.never if code in one.dispositions and _meet(one, promise)]
            if taking and taking <= frozenset[str]().union(*(one.types for one in forbidden)):
                line = forbidden[0].at.line
                said = f"only types that line {line} forbids take `{code}`, which is always to find a service"
                yield Found(said, promise.at, "take one of the promises back")


def _meet(never: Never, always: Always) -> bool:
    return not never.areas or not always.areas or bool(never.areas & always.areas)

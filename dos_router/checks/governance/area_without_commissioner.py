"""An area that no commissioner commissions for.

Every service that somebody commissions counts there as promoted from another area, and nobody signs for what callers
of that area are offered. Write it under `areas` of a commissioner.

Fails:
    # directory.yaml
    commissioners:
      - {id: example-icb, name: Example ICB, areas: [north], lead: true}

Passes:
    # directory.yaml
    commissioners:
      - {id: example-icb, name: Example ICB, areas: [north, south], lead: true}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.governance._own import place_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the areas without a commissioner."""
    for area in subject.directory.areas:
        if not subject.directory.commissioners_of(area):
            said = f"nobody commissions for the area `{area}`"
            yield Found(said, place_of(subject, "areas", area), "write it under `areas` of a commissioner")

"""An area for which there is no ambulance service.

A call that needs an ambulance at once would name nobody to send, and could only say 999. Write the ambulance service
of the area as a service of type `emergency-ambulance`.

Fails:
    # without: services/example-provider.yaml
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30

Passes:
    # without: services/example-provider.yaml
    # services/example.yaml
    services:
      - id: shore-ambulance
        name: Shore ambulance service
        type: emergency-ambulance
        opening: 24/7
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.governance._own import place_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.service import AMBULANCE

SEVERITY = Severity.ERROR


def find(subject: Subject) -> Iterator[Found]:
    """Yield the areas to which every active ambulance service is not limited; one finding where there is none."""
    directory = subject.directory
    services = [one for one in directory.services.values() if one.type == AMBULANCE and one.is_active]
    cure = "add a service of type `emergency-ambulance`, or widen its `limited_to`"
    if not services:
        yield Found("no active service is an ambulance service", place_of(subject, "id"), cure)
        return
    for area in directory.areas:
        if not any(not one.limited_to or area in one.limited_to for one in services):
            yield Found(f"no ambulance service is for the area `{area}`", place_of(subject, "areas", area), cure)

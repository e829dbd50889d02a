"""A profile that no service handles.

Either the services that it was written for do not name it, and cannot do what they should, or it is left over. Name
it under `handles`, or delete it.

Fails:
    # profiles.yaml
    bites:
      symptoms: [SG1020/*]
      dispositions: [Dx05]

Passes:
    # profiles.yaml
    bites:
      symptoms: [SG1020/*]
      dispositions: [Dx05]
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        handles: [bites]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.capability._written import place_of_profile, profiles_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO


def find(subject: Subject) -> Iterator[Found]:
    """Yield the profiles of profiles.yaml that none of the directory's own services names."""
    handled = {name for service in subject.services for name in service.handles}
    for name in profiles_of(subject):
        if name not in handled:
            said = f"no service handles the profile `{name}`"
            yield Found(said, place_of_profile(subject, name), "name it under `handles`, or delete it")

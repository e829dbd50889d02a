"""A professional's number that is given to callers as well.

The line is kept free for ambulance crews and clinicians, and is never shown in public output: unless it stands in
`phone` too, of this service or of another at the same site. Ask which is which, or leave `professional_phone` out.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        phone: 01632 960001
        professional_phone: 01632 960001

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        phone: 01632 960001
        professional_phone: 01632 960002
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.contact._numbers import plain
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the professional numbers that are the public number of a service in use."""
    public = {plain(service.phone): service.id for service in reversed(subject.in_use) if service.phone}
    for service in subject.in_use:
        number = service.professional_phone
        if number and plain(number) in public:
            whose = service.id if plain(service.phone or "") == plain(number) else public[plain(number)]
            said = f"the professionals' number of `{service.id}` is the public number of `{whose}`"
            yield Found(said, service.line("professional_phone"), "ask which is which, or leave it out")

"""A postcode that is not listed itself, though others of its sector are.

The service is put at the middle of its sector or district, which may be kilometres off. The postcode may have been
ended by the Royal Mail, or have a slip in its last letters. Check it, add it to the places, or give easting and
northing.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ1 1AB}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        location: {postcode: ZZ1 1AA}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.loading.validation import value_at
from dos_router.model.postcodes import is_full
from dos_router.model.service import Service
from dos_router.spelling import nearest

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use placed by a sector or district that has listed postcodes, theirs not among them."""
    places = subject.directory.places
    outward = {name.partition(" ")[0] for name in places if is_full(name)}
    for service in subject.in_use:
        postcode = service.postcode
        if postcode is None or not is_full(postcode) or postcode in places:
            continue
        found = subject.directory.find_place(postcode)
        if found and postcode.partition(" ")[0] in outward and "easting" not in _written(subject, service):
            near = nearest(postcode, (name for name in places if name.startswith(postcode[:-2])), 2, alike=85)
            cure = f"did you mean `{near[0]}`?" if near else "check it, or give easting and northing"
            said = f"`{postcode}` of `{service.id}` is not listed, and is placed by its {found.by} alone"
            yield Found(said, service.line("location"), cure)


def _written(subject: Subject, service: Service) -> set[str]:
    """Return what a service's location gives, as keys."""
    found = subject.record(service)
    return set(value_at(found.tree, (*found.path, "location")) or ()) if found else set()

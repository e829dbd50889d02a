"""An emergency disposition taken by a service of an everyday kind, such as a pharmacy.

Whoever must be in an emergency department within hours is sent by this to a counter, a surgery or a dentist's chair,
and loses the time. Only services of the first three levels of care should take emergency treatment. Delete the
disposition, or correct the type.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/*]
        dispositions: [Dx02, Dx28]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/*]
        dispositions: [Dx28]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.capability._lists import some_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True
FAMILIES = frozenset({"ed etc", "sdec"})
SPECIALIST = "specialist"  # a burns unit, say, which may be the right place at once
EVERYDAY = 4  # the level of care from which on a service is no place for an emergency


def find(subject: Subject) -> Iterator[Found]:
    """Yield the services in use of an everyday level that take what an emergency department is for."""
    reference = subject.directory.reference
    emergencies = {code for code, one in reference.dispositions.items() if one.family in FAMILIES}
    for service in subject.in_use:
        taken = sorted(service.dispositions & emergencies)
        if taken and service.type != SPECIALIST and reference.service_types[service.type].level_of_care >= EVERYDAY:
            said = f"`{service.id}`, of type `{service.type}`, takes the emergency {some_of(taken)}"
            yield Found(said, service.line("dispositions", "handles"), "delete it, here or in the profile")

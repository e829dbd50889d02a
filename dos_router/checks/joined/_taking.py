"""What services take of what pathways ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dos_router.analysis.gaps.needs import Need
from dos_router.checks.subject import Subject
from dos_router.model.service import Service


def takes(service: Service, need: Need) -> bool:
    """Say whether a service is profiled for a need, whatever its hours and limits."""
    return need.disposition in service.dispositions and all(
        service.symptoms.has(need.symptom_group, code) for code in need.discriminators
    )


def taking_each(subject: Subject) -> dict[Need, list[Service]]:
    """Return by need of the pathways the active services, included ones too, that are profiled for it."""
    by_disposition: dict[str, list[Service]] = defaultdict(list)
    for service in subject.directory.services.values():
        for code in service.dispositions if service.is_active else ():
            by_disposition[code].append(service)
    return {need: [one for one in by_disposition[need.disposition] if takes(one, need)] for need in subject.needs}


def is_searched(code: str, subject: Subject) -> bool:
    """Say whether services are searched for a disposition; for what sends an ambulance none is."""
    found = subject.directory.reference.dispositions.get(code)
    return found is not None and found.search


def is_validating(codes: Iterable[str], subject: Subject) -> bool:
    """Say whether some disposition is one that others are validated by: those follow no pathway of their own."""
    validating = {one.validated_by for one in subject.directory.reference.dispositions.values()}
    return not validating.isdisjoint(codes)

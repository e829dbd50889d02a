"""What services take of what pathways ask for."""

from __future__ import annotations

from collections.abc import Iterable

from dos_router.analysis.gaps.needs import Need
from dos_router.checks.subject import Subject
from dos_router.model.service import Service


def takes(service: Service, need: Need) -> bool:
    """Say whether a service is profiled for a need, whatever its hours and limits."""
    return need.disposition in service.dispositions and all(
        service.symptoms.has(need.symptom_group, code) for code in need.discriminators
    )


def is_searched(code: str, subject: Subject) -> bool:
    """Say whether services are searched for a disposition; for what sends an ambulance none is."""
    found = subject.directory.reference.dispositions.get(code)
    return found is not None and found.search


def is_validating(codes: Iterable[str], subject: Subject) -> bool:
    """Say whether some disposition is one that others are validated by: those follow no pathway of their own."""
    validating = {one.validated_by for one in subject.directory.reference.dispositions.values()}
    return not validating.isdisjoint(codes)

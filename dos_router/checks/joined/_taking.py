"""What services take of what pathways ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dos_router.analysis.gaps.needs import Need
from dos_router.checks.subject import Subject
from dos_router.model.service import Service
from dos_router.model.symptoms import Symptoms


def takes(service: Service, need: Need) -> bool:
    """Say whether a service is profiled for a need, whatever its hours and limits."""
    return need.disposition in service.dispositions and all(
        service.symptoms.has(need.symptom_group, code) for code in need.discriminators
    )


def taking_each(subject: Subject) -> Mapping[Need, list[Service]]:
    """Return by need of the pathways the active services, included ones too, that are profiled for it."""
    alike = alike_in_capability(one for one in subject.directory.services.values() if one.is_active)
    return {need: [one for some in alike if takes(some[0], need) for one in some] for need in subject.needs}


def alike_in_capability(services: Iterable[Service]) -> list[list[Service]]:
    """Return services in groups that have the same symptoms and dispositions: there are fewer of those."""
    found: dict[tuple[Symptoms, frozenset[str]], list[Service]] = defaultdict(list)
    for service in services:
        found[service.symptoms, service.dispositions].append(service)
    return list(found.values())


def is_searched(code: str, subject: Subject) -> bool:
    """Say whether services are searched for a disposition; for what sends an ambulance none is."""
    found = subject.directory.reference.dispositions.get(code)
    return found is not None and found.search


def is_validating(codes: Iterable[str], subject: Subject) -> bool:
    """Say whether some disposition is one that others are validated by: those follow no pathway of their own."""
    validating = {one.validated_by for one in subject.directory.reference.dispositions.values()}
    return not validating.isdisjoint(codes)

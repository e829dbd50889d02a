"""A directory → records that can be compared with each other, or with a list."""

from __future__ import annotations

from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.model.directory import Directory
from dos_router.model.service import Service

GONE = frozenset({"closed", "retired", "template"})  # whose successor may well be like them


def directory_records(directory: Directory) -> list[ListedRecord]:
    """Return the services of a directory, its own and those it includes, but for those that are gone."""
    return [_record(service) for service in directory.services.values() if service.status not in GONE]


def _record(service: Service) -> ListedRecord:
    return ListedRecord(
        id=service.id,
        type=service.type,
        name=service.name,
        address=", ".join(service.address),
        postcode=service.postcode or "",
        phone=service.phone or "",
        ods=service.ods or "",
        at=service.at,
    )

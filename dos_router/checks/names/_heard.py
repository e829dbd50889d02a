"""What callers hear of a service: its public name where it has one, else its name."""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.subject import Subject
from dos_router.model.service import Service


def names_heard(subject: Subject) -> Iterator[tuple[Service, str, str]]:
    """Yield each service in use with the field and the text that callers hear."""
    for service in subject.in_use:
        field = "public_name" if service.public_name else "name"
        yield service, field, service.public_name or service.name


def names_written(subject: Subject) -> Iterator[tuple[Service, str, str]]:
    """Yield each service in use with each field and text of its names, heard or not."""
    for service in subject.in_use:
        yield service, "name", service.name
        if service.public_name:
            yield service, "public_name", service.public_name

"""The texts of a record that people read, and the field that each stands in."""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.model.service import Service


def texts_of(service: Service) -> Iterator[tuple[str, str]]:
    """Yield each text with the name of its field: the names, the lines of the address, the referral's note."""
    yield "name", service.name
    if service.public_name:
        yield "public_name", service.public_name
    yield from (("address", line) for line in service.address)
    if service.referral_note:
        yield "referral", service.referral_note

"""The national tables (dispositions, service types, symptoms, roles) and what reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dos_router.reference.entries import (
    CHANNEL_ROLES,
    DEFAULT_ROLE,
    EMERGENCY_FAMILIES,
    REPLACEABLE,
    Disposition,
    Reference,
    RejectReason,
    ServiceType,
)

if TYPE_CHECKING:
    from dos_router.reference.tables import load_reference

__all__ = [
    "CHANNEL_ROLES",
    "DEFAULT_ROLE",
    "EMERGENCY_FAMILIES",
    "REPLACEABLE",
    "Disposition",
    "Reference",
    "RejectReason",
    "ServiceType",
    "load_reference",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the one thing that is not imported above
    """Import the reader of tables when it is asked for: a kept directory brings its tables along."""
    if name != "load_reference":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dos_router.reference.tables import load_reference  # noqa: PLC0415

    return load_reference

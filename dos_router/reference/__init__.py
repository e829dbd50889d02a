"""The national tables (dispositions, service types, symptoms, roles) and what reads them."""

from dos_router.reference.tables import (
    CHANNEL_ROLES,
    DEFAULT_ROLE,
    EMERGENCY_FAMILIES,
    REPLACEABLE,
    Disposition,
    Reference,
    RejectReason,
    ServiceType,
    load_reference,
)

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

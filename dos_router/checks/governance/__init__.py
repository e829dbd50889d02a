"""Checks of governance: who vouches for what, and until when."""

from types import ModuleType

from dos_router.checks.governance import (
    accepted_expired,
    accepted_unknown_rule,
    accepted_unused,
    capacity_of_unknown_service,
    outside_validity,
    verification_overdue,
)

CHECKS: tuple[ModuleType, ...] = (
    capacity_of_unknown_service,
    accepted_expired,
    accepted_unknown_rule,
    accepted_unused,
    outside_validity,
    verification_overdue,
)

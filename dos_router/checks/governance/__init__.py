"""Checks of governance: who vouches for what, and until when."""

from types import ModuleType

from dos_router.checks.governance import (
    capacity_of_unknown_service,
    verification_overdue,
)

CHECKS: tuple[ModuleType, ...] = (
    capacity_of_unknown_service,
    verification_overdue,
)

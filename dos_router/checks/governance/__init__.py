"""Checks of governance: who vouches for what, and until when."""

from types import ModuleType

from dos_router.checks.governance import verification_overdue

CHECKS: tuple[ModuleType, ...] = (verification_overdue,)

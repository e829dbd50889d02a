"""Checks of hours: when services are open, and slips in how that is written."""

from types import ModuleType

from dos_router.checks.hours import (
    midnight_as_23_59,
)

CHECKS: tuple[ModuleType, ...] = (midnight_as_23_59,)

"""Checks of capability: what services can do, and for whom."""

from types import ModuleType

CHECKS: tuple[ModuleType, ...] = ()

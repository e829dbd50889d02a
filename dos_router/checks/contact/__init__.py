"""Checks of contact: telephone numbers, web addresses and how a caller is passed on."""

from types import ModuleType

CHECKS: tuple[ModuleType, ...] = ()

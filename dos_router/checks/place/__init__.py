"""Checks of place: where services are, and from how far they are looked for."""

from types import ModuleType

CHECKS: tuple[ModuleType, ...] = ()

"""Checks of policy: the commissioners' ranking, limits and promises."""

from types import ModuleType

CHECKS: tuple[ModuleType, ...] = ()

"""Checks of names: names as callers hear them."""

from types import ModuleType

CHECKS: tuple[ModuleType, ...] = ()

"""Checks of joined: what pathways ask for and services accept, held together."""

from types import ModuleType

CHECKS: tuple[ModuleType, ...] = ()

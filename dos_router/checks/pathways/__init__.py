"""Checks of pathways: questions that lead nowhere, miss a patient or miss an emergency."""

from types import ModuleType

CHECKS: tuple[ModuleType, ...] = ()

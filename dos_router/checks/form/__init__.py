"""Checks of form: what loading finds in the files, and the reference tables beside them."""

from types import ModuleType

from dos_router.checks.form import unknown_key

CHECKS: tuple[ModuleType, ...] = (unknown_key,)

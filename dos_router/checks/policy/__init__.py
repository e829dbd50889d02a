"""Checks of policy: the commissioners' ranking, limits and promises."""

from types import ModuleType

from dos_router.checks.policy import (
    ranked_twice,
)

CHECKS: tuple[ModuleType, ...] = (ranked_twice,)

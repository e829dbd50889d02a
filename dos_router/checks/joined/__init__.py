"""Checks of joined: what pathways ask for and services accept, held together."""

from types import ModuleType

from dos_router.checks.joined import (
    capability_nobody_needs,
    need_nobody_takes,
    need_of_other_patients,
    profile_nobody_needs,
)

CHECKS: tuple[ModuleType, ...] = (
    capability_nobody_needs,
    need_nobody_takes,
    need_of_other_patients,
    profile_nobody_needs,
)

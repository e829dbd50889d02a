"""Checks of sign-off: whether those who must vouch for the files do. `verify` tells all of it."""

from types import ModuleType

from dos_router.checks.sign_off import sign_off_broken, sign_off_lapsed, sign_off_remark

CHECKS: tuple[ModuleType, ...] = (
    sign_off_broken,
    sign_off_lapsed,
    sign_off_remark,
)

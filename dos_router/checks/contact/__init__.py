"""Checks of contact: telephone numbers, web addresses and how a caller is passed on."""

from types import ModuleType

from dos_router.checks.contact import (
    bad_phone,
    bad_web_address,
    costly_number,
    no_phone,
    phone_referral_without_phone,
    professional_number_is_public,
    text_names_another_number,
    untidy_phone,
)

CHECKS: tuple[ModuleType, ...] = (
    bad_phone,
    bad_web_address,
    costly_number,
    no_phone,
    phone_referral_without_phone,
    professional_number_is_public,
    text_names_another_number,
    untidy_phone,
)

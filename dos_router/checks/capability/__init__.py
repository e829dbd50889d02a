"""Checks of capability: what services can do, and for whom."""

from types import ModuleType

from dos_router.checks.capability import (
    ages_exclude_everyone,
    ages_overlap,
    ages_with_a_hole,
    ambulance_disposition,
    disposition_never_searched,
    disposition_of_another_trade,
    emergency_at_everyday_service,
    listed_in_profile_already,
    no_capability,
    practice_limit_of_nobody,
    profile_of_half,
    profile_unused,
    symptom_not_in_reference,
)

CHECKS: tuple[ModuleType, ...] = (
    ages_exclude_everyone,
    ages_overlap,
    ages_with_a_hole,
    ambulance_disposition,
    disposition_never_searched,
    disposition_of_another_trade,
    emergency_at_everyday_service,
    listed_in_profile_already,
    no_capability,
    practice_limit_of_nobody,
    profile_of_half,
    profile_unused,
    symptom_not_in_reference,
)

"""Checks of names: names as callers hear them."""

from types import ModuleType

from dos_router.checks.names import (
    acronym_in_name,
    address_in_name,
    block_capitals,
    do_not_use_in_name,
    instruction_in_name,
    letters_not_composed,
    marks_in_name,
    name_too_long,
    type_before_name,
)

CHECKS: tuple[ModuleType, ...] = (
    acronym_in_name,
    address_in_name,
    block_capitals,
    do_not_use_in_name,
    instruction_in_name,
    letters_not_composed,
    marks_in_name,
    name_too_long,
    type_before_name,
)

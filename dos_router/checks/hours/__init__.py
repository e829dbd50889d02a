"""Checks of hours: when services are open, and slips in how that is written."""

from types import ModuleType

from dos_router.checks.hours import (
    closed_though_24_7,
    dates_are_over,
    emergency_department_shuts,
    holiday_hours_not_stated,
    holiday_list_ends,
    holiday_on_a_wrong_date,
    midnight_as_23_59,
    never_open,
    next_holiday_not_stated,
    perhaps_swapped,
    session_in_the_skipped_hour,
    sessions_overlap,
    split_at_midnight,
    start_equals_end,
)

CHECKS: tuple[ModuleType, ...] = (
    closed_though_24_7,
    dates_are_over,
    emergency_department_shuts,
    holiday_hours_not_stated,
    holiday_list_ends,
    holiday_on_a_wrong_date,
    midnight_as_23_59,
    never_open,
    next_holiday_not_stated,
    perhaps_swapped,
    session_in_the_skipped_hour,
    sessions_overlap,
    split_at_midnight,
    start_equals_end,
)

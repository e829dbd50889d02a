"""Checks of policy: the commissioners' ranking, limits and promises."""

from types import ModuleType

from dos_router.checks.policy import (
    always_broken,
    emergency_department_first,
    never_broken,
    promise_against_itself,
    promise_not_judged,
    ranked_twice,
    ranking_changes_nothing,
    ranking_covered,
    ranking_never_applies,
    validation_by_nobody,
)

CHECKS: tuple[ModuleType, ...] = (
    ranked_twice,
    always_broken,
    emergency_department_first,
    never_broken,
    promise_against_itself,
    promise_not_judged,
    ranking_changes_nothing,
    ranking_covered,
    ranking_never_applies,
    validation_by_nobody,
)

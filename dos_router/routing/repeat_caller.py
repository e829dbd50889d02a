"""Repeat callers: the third call within 96 hours speaks to a GP (reference.md), unless it is worse."""

from __future__ import annotations

from collections.abc import Iterable

from dos_router.reference import Reference

WITHIN = 96 * 60
CALLS_BEFORE = 2
REPEAT_CALLER = "Dx93"


def repeat_disposition(asked: str, earlier: Iterable[int], at: int, reference: Reference) -> str:
    """Return Dx93 for the third call within 96 hours (UTC minutes), else the disposition asked.

    It never lowers urgency: a disposition already more urgent than Dx93 stands.
    """
    recent = sum(at - WITHIN <= moment < at for moment in earlier)
    repeat = reference.dispositions.get(REPEAT_CALLER)
    if recent < CALLS_BEFORE or repeat is None:
        return asked
    return asked if reference.dispositions[asked].urgency < repeat.urgency else repeat.code

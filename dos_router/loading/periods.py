"""Validity periods: from a day, or a moment in UTC, until another."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from dos_router.diagnostics import Malformed
from dos_router.loading.shapes.directory import PeriodShape
from dos_router.model.moments import midnight, parse_day, parse_moment


def read_period(period: PeriodShape, zone: ZoneInfo) -> tuple[int, int]:
    """Return a period as UTC minutes, from (included) until (excluded); a last day counts whole.

    Raises Malformed for a date or moment that does not exist, or a period that ends before it begins.
    """
    start = _edge(period.from_, zone, last=False)
    end = _edge(period.until, zone, last=True)
    if start >= end:
        raise Malformed(
            f"the period `{period.from_}` until `{period.until}` is over before it begins",
            help="put the earlier day first",
            rule="bad-period",
        )
    return start, end


def _edge(text: str, zone: ZoneInfo, *, last: bool) -> int:
    if len(text) <= len("2026-11-01"):
        return midnight(parse_day(text) + timedelta(days=int(last)), zone)
    if text[-1:] not in "Zz":
        raise Malformed(
            f"`{text}` is not in UTC", help="write a day (`2026-11-01`), or a moment that ends in `Z`", rule="bad-time"
        )
    return parse_moment(text, zone)

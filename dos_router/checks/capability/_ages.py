"""Holes between age ranges, and where they overlap."""

from __future__ import annotations

from itertools import pairwise

from dos_router.model.ages import AGE_LIMIT_DAYS, DAYS_IN_UNIT, AgeRange, days_of


def holes(ages: tuple[AgeRange, ...]) -> list[tuple[int, int]]:
    """Return the spans of days, both ends included, that lie between ranges and in none of them."""
    found: list[tuple[int, int]] = []
    reached: int | None = None
    for low, high in sorted((one.low, _top(one)) for one in ages):
        if reached is not None and low > reached + 1:
            found.append((reached + 1, low - 1))
        reached = high if reached is None else max(reached, high)
    return found


def overlaps(ages: tuple[AgeRange, ...]) -> list[tuple[AgeRange, AgeRange]]:
    """Return the ranges that follow each other, by their lower ends, and share a day."""
    ordered = sorted(ages, key=lambda one: (one.low, _top(one)))
    return [(one, other) for one, other in pairwise(ordered) if other.low <= _top(one)]


def in_words(low: int, high: int) -> str:
    """Return a span of days as files write ages: `5-15`, `3m-11m` or `12d-20d`."""
    for unit in ("y", "m"):
        first, after = round(low / DAYS_IN_UNIT[unit]), round((high + 1) / DAYS_IN_UNIT[unit])
        if days_of(first, unit) == low and days_of(after, unit) == high + 1:
            written = unit.removeprefix("y")
            return f"{first}{written}" if after - first == 1 else f"{first}{written}-{after - 1}{written}"
    return f"{low}d" if low == high else f"{low}d-{high}d"


def _top(one: AgeRange) -> int:
    return AGE_LIMIT_DAYS - 1 if one.high is None else one.high

"""Sets of minutes as half-open intervals, in order and apart."""

from __future__ import annotations

from collections.abc import Iterable

Intervals = tuple[tuple[int, int], ...]


def united(*sets: Iterable[tuple[int, int]]) -> Intervals:
    """Return all the minutes of some sets; those that touch become one interval, empty ones are dropped."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(span for each in sets for span in each if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def without(these: Intervals, those: Intervals) -> Intervals:
    """Return the minutes of the first set that are not in the second; both in order and apart."""
    found: list[tuple[int, int]] = []
    place = 0
    for begin, end in these:
        start = begin
        while place < len(those) and those[place][1] <= start:
            place += 1
        after = place
        while after < len(those) and those[after][0] < end:
            if those[after][0] > start:
                found.append((start, those[after][0]))
            start = max(start, those[after][1])
            after += 1
        if start < end:
            found.append((start, end))
    return tuple(found)


def within(these: Intervals, start: int, end: int) -> Intervals:
    """Return the minutes of a set that lie in [start, end)."""
    return tuple((max(a, start), min(b, end)) for a, b in these if a < end and b > start)


def shared(these: Intervals, those: Intervals) -> Intervals:
    """Return the minutes that two sets have in common."""
    return without(these, without(these, those))


def length(these: Intervals) -> int:
    """Return how many minutes a set has."""
    return sum(end - start for start, end in these)

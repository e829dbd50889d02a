"""The time axis of a sweep: minutes at which the same hours answer share one bit."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from dos_router.analysis.sweep.cells import Horizon
from dos_router.analysis.sweep.spells import Interval

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Classes of minutes of a horizon, each a bit of the integers that stand for times.

    `edges` cut the horizon into elementary intervals, `bit_of` says which bit each belongs to, and
    `lengths` how many minutes each bit stands for. Bits are numbered by their first minute.
    """

    horizon: Horizon
    edges: tuple[int, ...]
    bit_of: tuple[int, ...]
    lengths: tuple[int, ...]
    _intervals: tuple[tuple[int, ...], ...] = field(repr=False)
    _minutes: dict[int, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def everything(self) -> int:
        """Return the whole horizon."""
        return (1 << len(self.lengths)) - 1

    def minutes(self, times: int) -> int:
        """Return how many minutes times come to."""
        if times not in self._minutes:
            self._minutes[times] = sum(self.lengths[bit] for bit in bits_of(times))
        return self._minutes[times]

    def intervals(self, times: int) -> tuple[Interval, ...]:
        """Return times as separate half-open intervals of UTC minutes, in order."""
        numbers = sorted(number for bit in bits_of(times) for number in self._intervals[bit])
        found: list[Interval] = []
        for number in numbers:
            start, end = self.edges[number], self.edges[number + 1]
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return tuple(found)

    def at(self, minute: int) -> int:
        """Return the bit, as a number, of a minute of the horizon: `times & axis.at(minute)`."""
        return 1 << self.bit_of[bisect_right(self.edges, minute) - 1]

    def first_minute(self, times: int) -> int:
        """Return the first minute of times that are not empty."""
        lowest = (times & -times).bit_length() - 1
        return self.edges[self._intervals[lowest][0]]


def bits_of(number: int) -> list[int]:
    """Return the numbers of the bits that are set, rising."""
    digits = bin(number)[:1:-1]
    found, place = [], digits.find("1")
    while place >= 0:
        found.append(place)
        place = digits.find("1", place + 1)
    return found


def lay_out_axis(answers: Mapping[T, tuple[Interval, ...]], horizon: Horizon) -> tuple[TimeAxis, dict[T, int]]:
    """Return the axis on which each of these lists of intervals is a number, and those numbers."""
    turns: dict[int, int] = defaultdict(int)
    for index, intervals in enumerate(answers.values()):
        for start, end in intervals:
            turns[start] ^= 1 << index
            turns[end] ^= 1 << index
    edges = tuple(sorted({horizon.start, horizon.end, *turns}))
    bit_of, signatures = _classes(edges, turns)
    members: list[list[int]] = [[] for _ in signatures]
    for number, bit in enumerate(bit_of):
        members[bit].append(number)
    spans = [end - start for start, end in pairwise(edges)]
    axis = TimeAxis(
        horizon=horizon, edges=edges, bit_of=tuple(bit_of),
        lengths=tuple(sum(spans[number] for number in mine) for mine in members),
        _intervals=tuple(map(tuple, members)),
    )  # fmt: skip
    return axis, dict(zip(answers, _turned(signatures, len(answers)), strict=True))


def _classes(edges: tuple[int, ...], turns: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """Return the class of each elementary interval, and which lists hold in each class."""
    known: dict[int, int] = {}
    bit_of, now = [], 0
    for edge in edges[:-1]:
        now ^= turns.get(edge, 0)
        bit_of.append(known.setdefault(now, len(known)))
    return bit_of, list(known)


def _turned(signatures: list[int], count: int) -> list[int]:
    """Return, for each list, the classes in which it holds: the signatures with rows and columns swapped."""
    columns = [bytearray((len(signatures) + 7) // 8) for _ in range(count)]
    for number, signature in enumerate(signatures):
        byte, mark = number >> 3, 1 << (number & 7)
        for index in bits_of(signature):
            columns[index][byte] |= mark
    return [int.from_bytes(column, "little") for column in columns]

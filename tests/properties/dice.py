"""Choices drawn for the generator: each an index below a count, thrown by Hypothesis or from a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Dice:
    """Picks among options; the first of them is the simplest, and what a failing example shrinks to."""

    def __init__(self, throw: Callable[[int], int]) -> None:
        """Keep what throws a whole number from 0 up to, and without, a count."""
        self._throw = throw

    def pick(self, *options: T) -> T:
        """Return one of the options."""
        return options[self.below(len(options))]

    def pick_from(self, options: Sequence[T]) -> T:
        """Return one of a sequence."""
        return options[self.below(len(options))]

    def below(self, count: int) -> int:
        """Return a whole number from 0 up to, and without, a count."""
        return self._throw(count) if count > 1 else 0

    def one_in(self, count: int) -> bool:
        """Say yes once in so many times."""
        return self.below(count) == count - 1

    def some(self, options: Sequence[T], most: int) -> list[T]:
        """Return at most so many of the options, none twice, in any order."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in range(min(self.below(most + 1), len(left)))]


def drawn(draw: st.DrawFn) -> Dice:
    """Return dice that Hypothesis throws, and shrinks."""
    return Dice(lambda count: draw(_below(count)))


def seeded(seed: int) -> Dice:
    """Return dice that fall alike for the same seed."""
    return Dice(Random(seed).randrange)


@cache
def _below(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)

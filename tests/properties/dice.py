"""Choices drawn for the generator: an index below a count, which Hypothesis draws fast and shrinks to the first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@cache
def _below(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


class Dice:
    """Picks among options; the first of them is the simplest, and what a failing example shrinks to."""

    def __init__(self, draw: st.DrawFn) -> None:
        """Keep Hypothesis's own draw."""
        self._draw = draw

    def pick(self, *options: T) -> T:
        """Return one of the options."""
        return options[self.below(len(options))]

    def pick_from(self, options: Sequence[T]) -> T:
        """Return one of a sequence."""
        return options[self.below(len(options))]

    def below(self, count: int) -> int:
        """Return a whole number from 0 up to, and without, a count."""
        return self._draw(_below(count)) if count > 1 else 0

    def one_in(self, count: int) -> bool:
        """Say yes once in so many times."""
        return self.below(count) == count - 1

    def some(self, options: Sequence[T], most: int) -> list[T]:
        """Return at most so many of the options, none twice, in any order."""
        left, chosen = list(options), []
        for _ in range(min(self.below(most + 1), len(left))):
            chosen.append(left.pop(self.below(len(left))))
        return chosen

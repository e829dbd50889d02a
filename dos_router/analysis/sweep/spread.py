"""Times of several classes of ages and sexes in one number, side by side: each has bits of its own.

What all of them have in common is then worked out in one go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dos_router.analysis.sweep.acceptance import PersonClass
from dos_router.analysis.sweep.cells import ALL_AGES
from dos_router.model.service import SEXES


@dataclass(frozen=True, slots=True)
class Spread:
    """Classes of ages and sexes, and how many bits of time each of them has."""

    persons: tuple[PersonClass, ...]
    width: int
    _known: dict[int, tuple[tuple[PersonClass, int], ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def everything(self) -> int:
        """Return all times of everybody."""
        return (1 << self.width * len(self.persons)) - 1

    def over(self, times: int, bit: int) -> int:
        """Return times for each of those whom a service, by its bit, takes."""
        return times * sum(
            1 << number * self.width for number, one in enumerate(self.persons) if one.services >> bit & 1
        )

    def all(self, times: int) -> int:
        """Return times for everybody."""
        return times * sum(1 << number * self.width for number in range(len(self.persons)))

    def split(self, spread: int) -> tuple[tuple[PersonClass, int], ...]:
        """Return who has what times; as one class of everybody where all have the same, without those who have none."""
        if spread not in self._known:
            self._known[spread] = tuple(self._split(spread))
        return self._known[spread]

    def _split(self, spread: int) -> Iterator[tuple[PersonClass, int]]:
        full = (1 << self.width) - 1
        each = [(one, spread >> number * self.width & full) for number, one in enumerate(self.persons)]
        if all(times == each[0][1] for _, times in each):
            each = [(PersonClass((ALL_AGES,), SEXES, 0), each[0][1])]
        yield from ((one, times) for one, times in each if times)

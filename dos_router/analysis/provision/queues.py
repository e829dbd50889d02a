"""Queues: who can answer in what order, the same for many columns of a sweep, gathered with their person-hours.

A queue is what one class of needs meets at some places under one entry of the ranking; a pool is the same
without order, so shared by far more. What happens in each is worked out once, by counters that fill up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dos_router.analysis.gaps.people import people_of
from dos_router.analysis.sweep.sweep import Column, Contender, Regime, Sweep

MINUTES_AN_HOUR = 60


@dataclass(slots=True, eq=False)
class Queue:
    """Some services in offer order, when the order holds, and how many people meet it (times their needs).

    `example` is the first column that does.
    """

    times: int
    ranked: tuple[Contender, ...]
    example: Column
    people: float = 0.0


class Turn(NamedTuple):
    """One service's part in a queue: when it is a candidate, offered, first, and the only one."""

    contender: Contender
    candidate: int
    offered: int
    first: int
    unique: int


@dataclass(slots=True)
class Queues:
    """All queues and pools of a sweep in order."""

    sweep: Sweep
    found: dict[tuple[int, int, tuple[str, ...]], Queue] = field(default_factory=dict)
    pooled: dict[tuple[int, int], Queue] = field(default_factory=dict)

    def gather(self, notice: Callable[[Column, tuple[Regime, ...]], None] | None = None) -> Queues:
        """Go through every column; `notice` is told of each, with its regimes."""
        for column in self.sweep.columns():
            regimes = column.regimes
            if notice:
                notice(column, regimes)
            people = sum(people_of(place, column.ages, column.sexes) for place in column.places) * len(column.needs)
            self._pool(column, people)
            for regime in regimes:
                self._add(column, regime, people)
        return self

    def _pool(self, column: Column, people: float) -> None:
        pool = self.pooled.get((column.number, column.services))
        if pool is None:
            pool = Queue(self.sweep.axis.everything, column.contenders, column)
            self.pooled[column.number, column.services] = pool
        pool.people += people

    def _add(self, column: Column, regime: Regime, people: float) -> None:
        key = column.number, regime.times, tuple(one.service.id for one in regime.ranked)
        queue = self.found.get(key)
        if queue is None:
            queue = self.found[key] = Queue(regime.times, regime.ranked, column)
        queue.people += people

    def __iter__(self) -> Iterator[Queue]:
        """Yield each queue, in the order in which the sweep came upon it."""
        return iter(self.found.values())

    def pools(self) -> Iterator[Queue]:
        """Yield each pool likewise: its services by id, at all times."""
        return iter(self.pooled.values())

    def hours(self, queue: Queue, times: int) -> float:
        """Return the person-hours of some times of a queue."""
        return queue.people * self.sweep.axis.minutes(times) / MINUTES_AN_HOUR


def turns(queue: Queue, keep: Callable[[str], int]) -> list[Turn]:
    """Return each service's part in a queue; `keep` says how many services of a type are offered."""
    only = just_one(one.times for one in queue.ranked) & queue.times
    taken, of_type = 0, dict[str, list[int]]()
    found = []
    for contender in queue.ranked:
        candidate = contender.times & queue.times
        counts = of_type.setdefault(contender.service.type, [0] * keep(contender.service.type))
        full = counts[-1] if counts else candidate
        found.append(Turn(contender, candidate, candidate & ~full, candidate & ~taken, candidate & only))
        taken |= candidate
        _count(counts, candidate)
    return found


def just_one(times: Iterable[int]) -> int:
    """Return when exactly one of some times holds."""
    once = twice = 0
    for each in times:
        twice |= once & each
        once |= each
    return once & ~twice


def _count(counts: list[int], times: int) -> None:
    """Let one more be there at some times: `counts[k]` holds when at least k + 1 are."""
    for place in range(len(counts) - 1, 0, -1):
        counts[place] |= counts[place - 1] & times
    if counts:
        counts[0] |= times

"""Calls and what is found for them as arrays: one entry a call, and ragged lists of services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from dos_router.routing.compiled.arrays import Array, Bools, Ints, Shorts
from dos_router.routing.fast_numbers import expand

FEMALE, MALE, INDETERMINATE = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Calls that are understood, as far as their disposition needs it.

    `at` is in UTC minutes; `disposition`, `area`, `role` and `practice` index the names of the compiled
    directory (-1: not known); `symptoms` the engine's own list of what was asked; `age` is in days, -1
    where not known; `metres` each way are searched. `faulty` has a fault that its disposition
    tolerates, `located` a place.
    """

    at: Ints
    disposition: Shorts
    symptoms: Shorts
    located: Bools
    easting: Shorts
    northing: Shorts
    metres: Shorts
    area: Shorts
    age: Shorts
    sex: Shorts
    role: Shorts
    practice: Shorts
    faulty: Bools

    def __len__(self) -> int:
        """Return how many calls there are."""
        return len(self.at)

    def pick(self, places: Ints) -> Calls:
        """Return some of the calls, in the order given."""
        return Calls(**{each.name: getattr(self, each.name)[places] for each in fields(self)})


class Ragged(NamedTuple):
    """A list of whole numbers for each call: `values[starts[i]:starts[i + 1]]`."""

    starts: Ints
    values: Shorts

    def first(self) -> Ints:
        """Return each list's first value; -1 where it is empty."""
        padded = np.append(self.values, -1)
        return np.where(np.diff(self.starts) > 0, padded[self.starts[:-1]], -1)

    def spread(self, rows: Ints, count: int) -> Ragged:
        """Return the lists as those of `count` rows, each in its place in `rows` (rising); the other rows have none."""
        counts = np.zeros(count, np.int64)
        counts[rows] = np.diff(self.starts)
        return Ragged(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), self.values)

    def part(self) -> Part:
        """Return all lists as a part."""
        return Part(np.arange(len(self.starts) - 1), np.diff(self.starts), self.values)


class Part(NamedTuple):
    """Lists for some of the calls: `counts` values for each of `calls`, one list after the other."""

    calls: Ints
    counts: Ints
    values: Array


def part_of(calls: Ints, owners: Ints, values: Array) -> Part:
    """Return lists from pairs (place in `calls`, value), given in the order of the places."""
    return Part(calls, np.bincount(owners, minlength=len(calls)), values)


def nothing_for(calls: Ints) -> Part:
    """Return an empty list for each call."""
    return Part(calls, np.zeros(len(calls), np.int64), np.empty(0, np.int64))


def joined(parts: Sequence[Part]) -> Part:
    """Return several parts as one."""
    if not parts:
        return nothing_for(np.empty(0, np.int64))
    return Part(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def gather(parts: Sequence[Part], count: int, put_in_order: Callable[..., Shorts] | None = None) -> Ragged:
    """Return the lists of `count` calls in their order; of a call in several parts the last list holds.

    `put_in_order` does what numpy does otherwise (ragged_loop.py).
    """
    counts, starts = np.zeros(count, np.int64), np.zeros(count, np.int64)
    position = 0
    for part in parts:
        counts[part.calls] = part.counts
        starts[part.calls] = position + np.cumsum(part.counts) - part.counts
        position += len(part.values)
    given = [part.values for part in parts if len(part.values)]
    values = np.concatenate([np.empty(0, np.int32), *given]) if len(given) != 1 else given[0]
    values = values.astype(np.int32, copy=False)
    found = put_in_order(starts, counts, values) if put_in_order else values[expand(starts, counts)]
    return Ragged(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), found)

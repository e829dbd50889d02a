"""Who comes first, and who is among the first few, at each time: the rest stand in their shadow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dos_router.analysis.sweep.sweep import Block, Sweep


class Standing(NamedTuple):
    """A service (by its bit) that is among the first few of a block at some times.

    `at_least[0]` is when it is the first, `at_least[1]` when it is the first or second, and so on; times
    are spread over ages and sexes.
    """

    bit: int
    at_least: tuple[int, ...]


class Stood(NamedTuple):
    """A block while one entry of the ranking rules it (None: the national ranks): who stands where, in order."""

    block: Block
    entry: int | None
    standings: tuple[Standing, ...]


def stand(looked: Sweep, top: int) -> Iterator[Stood]:
    """Yield who is among the first so many, before trimming, for each block of a sweep in order."""
    rules: dict[tuple[int, str | None], list[tuple[int, int | None]]] = {}
    for block in looked.blocks():
        number, places = block
        if (number, places.area) not in rules:
            everybody = looked.spread(number).all
            rules[number, places.area] = [
                (everybody(times), entry) for times, entry in looked.rules(number, places.area)
            ]
        line = looked.line(number)
        for within, entry in rules[number, places.area]:
            ranked = looked.ranked(places.places[0], entry)
            yield Stood(block, entry, tuple(_standings(ranked, line, within, top)))


def _standings(ranked: Sequence[int], line: tuple[int, ...], within: int, top: int) -> Iterator[Standing]:
    """Yield the standings of services in order, as far as their times lie within some."""
    free = [within] * top  # the times at which there is still room for one more
    last = top - 1
    for bit in ranked:
        times = line[bit] & free[last]
        if times:
            yield Standing(bit, tuple([times & room for room in free]))
            for place in range(last, 0, -1):
                free[place] &= free[place - 1] | ~times
            free[0] &= ~times
            if not free[last]:
                return

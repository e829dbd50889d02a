"""Who takes the place of a service: with what shares, and which few of them together take all of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from dos_router.analysis.provision.findings import Lack, Share
from dos_router.analysis.provision.meetings import Meetings
from dos_router.analysis.provision.queues import Queue, Queues, Turn

Others = list[tuple[str, int]]


class Blame(NamedTuple):
    """Those who take a service's place, by their shares of its person-hours, and the few who suffice.

    Where nobody lives there are no person-hours to share, but still some who suffice.
    """

    shares: tuple[Share, ...]
    together: tuple[str, ...]


class Scene(NamedTuple):
    """A queue in which a service is a candidate at some times, and who takes its place when."""

    queue: Queue
    times: int
    others: Others


def blame_for(
    lacking: Mapping[str, Lack], queues: Queues, meetings: Meetings, turns: Callable[[Queue], list[Turn]]
) -> dict[str, Blame]:
    """Return who takes the place of each service that lacks something (by id), in that respect."""
    redundant = [name for name, lack in lacking.items() if lack is Lack.REDUNDANT]
    found = {name: _who_answers_too(name, queues, meetings) for name in redundant}
    scenes: dict[str, list[Scene]] = defaultdict(list)
    for name, scene in _in_queues(lacking, queues, turns):
        scenes[name].append(scene)
    return found | {name: _who_stands_before(mine, queues) for name, mine in scenes.items()}


def _who_answers_too(name: str, queues: Queues, meetings: Meetings) -> Blame:
    shares = meetings.shares(name)
    return Blame(shares, _together(list(_in_pools(name, meetings.pools[name])), shares, queues))


def _in_pools(name: str, pools: Iterable[Queue]) -> Iterator[Scene]:
    for pool in pools:
        times = next(one.times for one in pool.ranked if one.service.id == name)
        others = [(one.service.id, times & one.times) for one in pool.ranked if one.service.id != name]
        yield Scene(pool, times, [part for part in others if part[1]])


def _who_stands_before(scenes: list[Scene], queues: Queues) -> Blame:
    taken: dict[str, float] = defaultdict(float)
    for queue, _, others in scenes:
        for name, times in others:
            taken[name] += queues.hours(queue, times)
    whole = sum(queues.hours(queue, times) for queue, times, _ in scenes)
    found = (Share(name, hours / whole) for name, hours in taken.items() if hours)
    shares = tuple(sorted(found, key=lambda one: (-one.share, one.service)))
    return Blame(shares, _together(scenes, shares, queues))


def _in_queues(
    lacking: Mapping[str, Lack], queues: Queues, turns: Callable[[Queue], list[Turn]]
) -> Iterator[tuple[str, Scene]]:
    """Yield where one that is never first, or never offered, is a candidate, and who is instead of it."""
    wanted = {name for name, lack in lacking.items() if lack in {Lack.NEVER_FIRST, Lack.NEVER_OFFERED}}
    for queue in queues:
        if wanted.isdisjoint(one.service.id for one in queue.ranked):
            continue
        every = turns(queue)
        for turn in every:
            name = turn.contender.service.id
            if turn.candidate and name in wanted:
                others = [
                    (other.contender.service.id, turn.candidate & _instead(lacking[name], turn, other))
                    for other in every
                    if other is not turn
                ]
                yield name, Scene(queue, turn.candidate, [part for part in others if part[1]])


def _instead(lack: Lack, turn: Turn, other: Turn) -> int:
    """Return when another is first, or is offered as one of the same type."""
    if lack is Lack.NEVER_FIRST:
        return other.first
    return other.offered if other.contender.service.type == turn.contender.service.type else 0


def _together(scenes: list[Scene], shares: tuple[Share, ...], queues: Queues) -> tuple[str, ...]:
    """Return a few who take all of it: again and again whoever takes most of what is left."""
    chosen: list[str] = []
    best = shares[0].service if shares else _best(scenes, queues)
    while best is not None:
        chosen.append(best)
        taker = best
        left = (Scene(one.queue, one.times & ~_of(one.others, taker), one.others) for one in scenes)
        scenes = [one for one in left if one.times]
        best = _best(scenes, queues)
    return tuple(chosen)


def _best(scenes: list[Scene], queues: Queues) -> str | None:
    """Return who takes most person-hours, or where nobody lives most minutes, of what is left."""
    gains: dict[str, tuple[float, int]] = {}
    for queue, times, others in scenes:
        for name, theirs in others:
            if common := times & theirs:
                hours, minutes = gains.get(name, (0.0, 0))
                gains[name] = hours + queues.hours(queue, common), minutes + queues.sweep.axis.minutes(common)
    return min(gains, key=lambda name: (-gains[name][0], -gains[name][1], name), default=None)


def _of(others: Others, name: str) -> int:
    return next((times for other, times in others if other == name), 0)

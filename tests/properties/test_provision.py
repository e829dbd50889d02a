"""What services add agrees with brute force: minute by minute in small queues, cell by cell in whole directories."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from dice import Dice, seeded
from plain_gaps import Cell
from test_gaps_agreement import Scene, scenes

from dos_router.analysis.provision.blame import blame_for
from dos_router.analysis.provision.find import PARTS, find_provision
from dos_router.analysis.provision.findings import Lack
from dos_router.analysis.provision.meetings import Meetings
from dos_router.analysis.provision.overlap import overlaps_of
from dos_router.analysis.provision.queues import Queue, Queues, turns
from dos_router.analysis.sweep.axis import TimeAxis
from dos_router.analysis.sweep.sweep import Contender
from dos_router.model.ages import AGE_LIMIT_DAYS
from dos_router.routing.order import keep_of

BITS = 6
WORLDS = 10_000
NAMES = "abcdef"
OLDEST = AGE_LIMIT_DAYS


@dataclass
class World:
    """Some queues of a few services over a few classes of minutes; at most `keep` of a type are offered."""

    queues: Queues
    keep: int

    def turns(self, queue: Queue) -> list[Any]:
        """Return each service's part in a queue."""
        return turns(queue, lambda _: self.keep)


def world(dice: Dice) -> World:
    lengths = tuple(dice.pick(1, 5, 60) for _ in range(BITS))
    axis = TimeAxis(
        horizon=None,
        edges=(),
        bit_of=tuple(range(BITS)),
        lengths=lengths,
        _intervals=(),  # type: ignore[arg-type]
    )
    services = [SimpleNamespace(id=name, type=dice.pick("x", "y")) for name in NAMES]
    queues = Queues(SimpleNamespace(axis=axis, services=services))  # type: ignore[arg-type]
    for number in range(dice.pick(1, 2, 3)):
        there = dice.some(services, 4)
        contenders = [Contender(one, dice.below(1 << BITS)) for one in there]
        people = float(dice.pick(0, 1, 7))
        split = dice.below(1 << BITS)
        for part, times in enumerate((split, axis.everything & ~split)):
            ranked = tuple(dice.some(contenders, len(contenders)) if part else contenders)
            missing = tuple(one for one in contenders if one not in ranked)
            queues.found[number, part, ()] = Queue(times, ranked + missing, None, people)  # type: ignore[arg-type]
        pool = Queue(axis.everything, tuple(sorted(contenders, key=lambda one: one.service.id)), None, people)  # type: ignore[arg-type]
        queues.pooled[number, 0] = pool
    return World(queues, dice.pick(1, 2))


def present(queue: Queue, bit: int) -> list[Any]:
    """Return who is there in one class of minutes, in order."""
    return [one.service for one in queue.ranked if queue.times >> bit & 1 and one.times >> bit & 1]


def trimmed(services: list[Any], keep: int) -> list[Any]:
    taken: Counter[str] = Counter()
    kept = []
    for service in services:
        taken[service.type] += 1
        if taken[service.type] <= keep:
            kept.append(service)
    return kept


@pytest.mark.parametrize("part", range(4))
def test_every_turn_is_what_walking_the_minutes_finds(part: int) -> None:
    reached: Counter[str] = Counter()
    for seed in range(part, WORLDS, 4):
        made = world(seeded(seed))
        for queue in made.queues:
            found = {turn.contender.service.id: turn for turn in made.turns(queue)}
            for bit in range(BITS):
                there = present(queue, bit)
                for name, turn in found.items():
                    told = [bool(times >> bit & 1) for times in turn[1:]]
                    ids = [one.id for one in there]
                    plain = [
                        name in ids,
                        name in [one.id for one in trimmed(there, made.keep)],
                        ids[:1] == [name],
                        ids == [name],
                    ]
                    assert told == plain, seed
                    reached.update(word for word, holds in zip(PARTS, plain, strict=True) if holds)
    assert set(reached) == set(PARTS)


@pytest.mark.parametrize("part", range(4))
def test_those_who_take_a_place_together_take_all_of_it(part: int) -> None:
    several = 0
    for seed in range(part, WORLDS, 4):
        made = world(seeded(seed))
        lacking = plain_lacks(made)
        meetings = Meetings(made.queues)
        found = blame_for(lacking, made.queues, meetings, made.turns)
        assert set(found) == set(lacking), seed
        for name, lack in lacking.items():
            together = set(found[name].together)
            several += len(together) > 1
            for queue in made.queues:
                for bit in range(BITS):
                    there = [one.id for one in present(queue, bit)]
                    if name in there:
                        assert together & set(takers(made, queue, bit, name, lack)), (seed, name)
            shares = {one.service: one.share for one in found[name].shares}
            assert shares == pytest.approx(plain_shares(made, name, lack)), (seed, name)
    assert several > WORLDS // 40


def plain_lacks(made: World) -> dict[str, Lack]:
    """Return the worst thing that each service never does, the dead apart."""
    does: dict[str, set[Lack]] = defaultdict(set)
    for queue in made.queues:
        for bit in range(BITS):
            there = present(queue, bit)
            for service in there:
                does[service.id] |= {Lack.DEAD}
                does[service.id] |= {Lack.NEVER_OFFERED} if service in trimmed(there, made.keep) else set()
                does[service.id] |= {Lack.NEVER_FIRST} if there[0] is service else set()
                does[service.id] |= {Lack.REDUNDANT} if there == [service] else set()
    lacks = {name: next((lack for lack in Lack if lack not in done), None) for name, done in does.items()}
    return {name: lack for name, lack in lacks.items() if lack}


def takers(made: World, queue: Queue, bit: int, name: str, lack: Lack) -> list[str]:
    """Return who takes a service's place in one class of minutes."""
    there = present(queue, bit)
    mine = next(one for one in there if one.id == name)
    if lack is Lack.NEVER_FIRST:
        return [there[0].id]
    if lack is Lack.NEVER_OFFERED:
        return [one.id for one in trimmed(there, made.keep) if one.type == mine.type]
    return [one.id for one in there if one.id != name]


def plain_shares(made: World, name: str, lack: Lack) -> dict[str, float]:
    hours: dict[str, float] = defaultdict(float)
    whole, lengths = 0.0, made.queues.sweep.axis.lengths
    for queue in made.queues:
        for bit in range(BITS):
            if name in [one.id for one in present(queue, bit)]:
                whole += queue.people * lengths[bit] / 60
                for other in takers(made, queue, bit, name, lack):
                    hours[other] += queue.people * lengths[bit] / 60
    return {other: mine / whole for other, mine in hours.items() if mine}


def test_overlap_is_the_hours_of_both_over_those_of_either() -> None:
    for seed in range(400):
        made = world(seeded(seed))
        meetings = Meetings(made.queues)
        for overlap in overlaps_of(made.queues, meetings):
            for pair in overlap.pairs:
                both = either = 0.0
                for pool, bit in product(made.queues.pools(), range(BITS)):
                    there = {one.id for one in present(pool, bit)}
                    weight = pool.people * made.queues.sweep.axis.lengths[bit]
                    both += weight * ({pair.first, pair.second} <= there)
                    either += weight * bool({pair.first, pair.second} & there)
                assert pair.share == pytest.approx(both / either)
            assert overlap.shared <= overlap.answered


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_in_whole_directories_each_service_does_what_routing_every_cell_finds(part: int) -> None:
    seen: Counter[Lack] = Counter()
    for number, scene in enumerate(scenes()):
        if number % 8 != part or number >= 120:
            continue
        provision = find_provision(scene.directory, scene.needs, None, scene.horizon)
        found = {one.duty.service: set(one.lacks) for one in provision.findings}
        plain = routed_lacks(scene)
        assert found == plain, scene.seed
        seen.update(lack for lacks in plain.values() for lack in lacks)
        for one in provision.findings:
            assert (one.witness is None) == (one.lack is Lack.DEAD)
            assert (one.reason is not None) == (one.lack is Lack.DEAD)
    assert seen[Lack.DEAD]
    assert seen[Lack.NEVER_FIRST]
    assert seen[Lack.REDUNDANT]


def routed_lacks(scene: Scene) -> dict[str, set[Lack]]:
    """Return what each service never does, found by routing one call for each kind of cell."""
    axis, directory = scene.sweep.axis, scene.directory
    minutes = [axis.first_minute(1 << bit) for bit in range(len(axis.lengths))]
    edges = {edge for one in scene.sweep.services for age in one.ages for edge in (age.low, (age.high or OLDEST) + 1)}
    ages = sorted(age for age in {0, *edges} if age < OLDEST)
    does: dict[str, set[Lack]] = {service.id: set() for service in scene.sweep.services}
    for cell in product(scene.needs, directory.population, ages, ("female", "male"), minutes):
        there = scene.plain.qualifying(Cell(*cell))
        taken: Counter[str] = Counter()
        for place, service in enumerate(there):
            taken[service.type] += 1
            done = does[service.id]
            done.add(Lack.DEAD)
            done |= {Lack.NEVER_OFFERED} if taken[service.type] <= keep_of(service.type, directory) else set()
            done |= {Lack.NEVER_FIRST} if place == 0 else set()
            done |= {Lack.REDUNDANT} if len(there) == 1 else set()
    lacks = {name: {Lack.DEAD} if Lack.DEAD not in done else set(Lack) - done for name, done in does.items()}
    return {name: mine for name, mine in lacks.items() if mine}

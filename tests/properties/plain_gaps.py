"""Gaps by routing one call after another, minute by minute (analysis.md): slow, literal, an oracle.

Nothing of dos_router.analysis is used. A cell is asked as a call of the plain restatement; what qualifies
says which gaps it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from random import Random
from types import MappingProxyType

from plain_hours import Line, lay_out
from plain_request import Asked
from plain_search import HORIZON, Look

from dos_router.model.directory import Directory, SmallArea
from dos_router.model.service import Service

EMERGENCY_FAMILIES = {"ed etc", "sdec", "mental health crisis", "dental emergency", "ed sexual assault"}
Need = tuple[str, str, str]


@dataclass(frozen=True)
class Cell:
    """One need at one place, for one age (days) and sex, at one minute (UTC)."""

    need: Need
    place: SmallArea
    age: int
    sex: str
    at: int


@dataclass
class PlainCells:
    """Judges cells of a directory within a stretch of minutes; hours are laid out once."""

    directory: Directory
    first: int
    last: int
    practice: str | None = None
    lines: dict[str, Line] = field(default_factory=dict)
    turning: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take capacity as green, and lay out every service's hours."""
        self.directory = replace(self.directory, capacity=MappingProxyType({}))
        for service in self.directory.services.values():
            self.lines[service.id] = lay_out(
                service.opening, self.first - 1, self.last + HORIZON + 21_000,
                zone=self.directory.zone, holidays=self.directory.holidays,
            )  # fmt: skip

    def qualifying(self, cell: Cell) -> list[Service]:
        """Return what qualifies for a cell, in offer order, before trimming."""
        look = self._look(cell)
        passing = [
            service
            for service in self.directory.services.values()
            if not look.first_pass(service) and not look.second_pass(service)
        ]
        ranking = look.ranking()
        return sorted(passing, key=lambda service: look.key(service, ranking))

    def kinds(self, cell: Cell, resilience: str) -> set[str]:
        """Return the kinds of gap that a cell is."""
        found = self.qualifying(cell)
        look = self._look(cell)
        kinds = set()
        if not found:
            kinds.add("no-service")
        if found and not self._is_emergency(cell) and all(self._level(one) <= 2 for one in found):
            kinds.add("upshift")
        if found and self._are_one(found, resilience):
            kinds.add("single")
        if found and all(look.is_promoted(one) for one in found):
            kinds.add("border")
        return kinds

    def turns(self, service: Service, code: str) -> list[int]:
        """Return the minutes of calls at which a service opens or closes, or begins or ends to answer a disposition."""
        if (service.id, code) not in self.turning:
            found = self._turns(service, self.window(code))
            self.turning[service.id, code] = [minute for minute in found if self.first <= minute < self.last]
        return self.turning[service.id, code]

    def _turns(self, service: Service, window: int) -> Iterator[int]:
        for opened, closed in self.lines[service.id].runs():
            yield from (opened - window, closed - min(30, window), opened, closed)
            if service.only_if_open is not None:
                yield opened - service.only_if_open

    def window(self, code: str) -> int:
        """Return how many minutes after the call a disposition's window ends."""
        look = Look(self.directory, Asked(at=0), code)
        return look.window[1]

    def _look(self, cell: Cell) -> Look:
        code, group, discriminators = cell.need
        place = cell.place.place
        asked = Asked(
            at=cell.at, disposition=code, point=place.point, postcode=cell.place.postcode, area=place.area,
            age=cell.age, sex=cell.sex, group=group, discriminators=discriminators.split("+"),
            practice=self.practice, role="111-telephone",
        )  # fmt: skip
        return Look(self.directory, asked, code, self.lines)

    def _is_emergency(self, cell: Cell) -> bool:
        return self.directory.reference.dispositions[cell.need[0]].family in EMERGENCY_FAMILIES

    def _level(self, service: Service) -> int:
        return self.directory.reference.service_types[service.type].level_of_care

    def _are_one(self, found: list[Service], resilience: str) -> bool:
        if resilience == "service":
            return len(found) == 1
        if resilience == "provider":
            return len({one.provider.ods or one.provider.name for one in found}) == 1
        return all(self._same_site(found[0], other) for other in found[1:])

    def _same_site(self, one: Service, other: Service) -> bool:
        """Say whether a walk from service to service of a site leads from one to the other."""
        seen, waiting = {one.id}, [one]
        while waiting:
            here = waiting.pop()
            for each in self.directory.services.values():
                if each.id not in seen and adjoin(here, each):
                    seen.add(each.id)
                    waiting.append(each)
        return other.id in seen


def adjoin(one: Service, other: Service) -> bool:
    """Say whether two services share a postcode, or lie within 200 metres."""
    if one.postcode is not None and one.postcode == other.postcode:
        return True
    if one.point is None or other.point is None:
        return False
    apart = (one.point.easting - other.point.easting) ** 2 + (one.point.northing - other.point.northing) ** 2
    return apart <= 200 * 200


def probes(
    cells: PlainCells, needs: Iterable[Need], places: Iterable[SmallArea], *, usual: Cell, count: int, seed: int
) -> Iterator[Cell]:
    """Yield so many cells on the edges of hours and ages, a step before or after them, or anywhere.

    Most differ from the usual one in few things only, so that many have services that answer.
    """
    dice, asked, there = Random(seed), list(needs), list(places)
    services = list(cells.directory.services.values())
    ages = sorted({0, 47_481, *(age for one in services for age in _age_edges(one))})
    for _ in range(count):
        need = dice.choice((usual.need, usual.need, dice.choice(asked)))
        apt = [edges for one in services if need[0] in one.dispositions and (edges := cells.turns(one, need[0]))]
        edges = dice.choice(apt) if apt else [cells.first, cells.last - 1]
        at = dice.choice([*edges, dice.choice(edges), dice.randrange(cells.first, cells.last)]) + dice.choice(
            (-1, 0, 0, 1)
        )
        yield Cell(
            need=need,
            place=dice.choice((usual.place, usual.place, dice.choice(there))),
            age=dice.choice((usual.age, usual.age, dice.choice(ages))),
            sex=dice.choice((usual.sex, usual.sex, dice.choice(("female", "male")))),
            at=min(max(at, cells.first), cells.last - 1),
        )


def _age_edges(service: Service) -> Iterator[int]:
    for each in service.ages:
        high = 47_481 if each.high is None else each.high
        yield from (age for age in (each.low - 1, each.low, high, high + 1) if 0 <= age < 47_482)


def fewest_boxes(cells: frozenset[tuple[int, ...]]) -> int:
    """Return how few boxes can cover cells exactly, by trying every choice of largest boxes."""
    if not cells:
        return 0
    boxes = list(largest_boxes(cells))
    return next(
        count
        for count in range(1, len(boxes) + 1)
        if any(frozenset().union(*chosen) == cells for chosen in combinations(boxes, count))
    )


def largest_boxes(cells: frozenset[tuple[int, ...]]) -> Iterator[frozenset[tuple[int, ...]]]:
    """Yield the boxes within some cells that no other such box holds."""
    choices = [list(_choices(sorted({cell[side] for cell in cells}))) for side in range(len(next(iter(cells))))]
    inside = {box for chosen in product(*choices) if (box := frozenset(product(*chosen))) <= cells}
    yield from sorted((box for box in inside if not any(box < other for other in inside)), key=sorted)


def _choices(values: list[int]) -> Iterator[tuple[int, ...]]:
    for count in range(1, len(values) + 1):
        yield from combinations(values, count)

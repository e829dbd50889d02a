"""The sweep itself: every column of needs, places, ages and sexes, with who can answer and when.

    for column in sweep(directory, needs, places, horizon).columns():
        for contender in column.contenders:            # who can ever answer, by id
            sweep.axis.intervals(contender.times)      # when: half-open UTC minutes

With `in_order=True` a column is of one place, and `regimes` gives its services in offer order: one
list for each part of the horizon in which the same entry of the policy's ranking applies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dos_router.analysis.sweep.acceptance import (
    NeedClass,
    PersonClass,
    Takers,
    need_classes,
    person_classes,
    searchable,
)
from dos_router.analysis.sweep.axis import TimeAxis, bits_of
from dos_router.analysis.sweep.cells import Ages, Horizon, Need, PopulatedPlace
from dos_router.analysis.sweep.hours import Hours, lay_out_hours
from dos_router.analysis.sweep.order import Orders
from dos_router.analysis.sweep.reach import PlaceClass, place_classes, reach_of
from dos_router.analysis.sweep.spread import Spread
from dos_router.model.directory import Directory
from dos_router.model.service import Service

Progress = Callable[[int, int], None]


class Contender(NamedTuple):
    """A service that passes every check of a column but the hours, and the times at which it passes those."""

    service: Service
    times: int


class Block(NamedTuple):
    """A class of needs (by number) at a class of places, with all ages and sexes (`Sweep.spread`)."""

    number: int
    places: PlaceClass


class Regime(NamedTuple):
    """The times at which one entry of the ranking applies (None: the national ranks), and who comes in what order."""

    times: int
    entry: int | None
    ranked: tuple[Contender, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Every one of these needs, at every one of these places, for every one of these ages and sexes.

    `services` has a bit for each service of the sweep that can ever answer; `number` is that of the
    class of needs. Columns of one `number`, `area` and `services` have the same contenders.
    """

    needs: tuple[Need, ...]
    places: tuple[PopulatedPlace, ...]
    area: str | None
    ages: Ages
    sexes: tuple[str, ...]
    emergency: bool
    number: int
    services: int
    sweep: Sweep = field(repr=False, compare=False)

    @property
    def contenders(self) -> tuple[Contender, ...]:
        """Return who can ever answer, by id."""
        return self.sweep.contenders(self.number, self.services)

    @property
    def regimes(self) -> tuple[Regime, ...]:
        """Return who can ever answer in offer order, by what orders them; meant for sweeps in order."""
        return self.sweep.regimes(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A directory looked at whole: its services by bit, its time axis, its classes of needs and places."""

    directory: Directory
    horizon: Horizon
    places: tuple[PopulatedPlace, ...]
    services: tuple[Service, ...]
    takers: Takers
    classes: tuple[NeedClass, ...]
    hours: Hours
    in_order: bool
    orders: Orders
    progress: Progress | None = None
    _reach: dict[PopulatedPlace, int] = field(default_factory=dict, repr=False)
    _spreads: dict[int, Spread] = field(default_factory=dict, repr=False)
    _lines: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False)
    _ranked: dict[tuple[PopulatedPlace, int | None], Sequence[int]] = field(default_factory=dict, repr=False)

    @property
    def axis(self) -> TimeAxis:
        """Return the axis on which times are numbers."""
        return self.hours.axis

    def columns(self) -> Iterator[Column]:
        """Yield every column: together they are every cell once."""
        for number, places in self.blocks():
            for person in self.spread(number).persons:
                yield self._column(number, places, person)

    def blocks(self) -> Iterator[Block]:
        """Yield the classes of places for each class of needs."""
        reached = [(place, self.reach(place)) for place in self.places]
        for number, needs in enumerate(self.classes):
            for places in self._place_classes(reached, needs.services):
                yield Block(number, places)
            if self.progress:
                self.progress(number + 1, len(self.classes))

    def times(self, number: int, bit: int) -> int:
        """Return when a service (by its bit) answers the needs of a class that it accepts."""
        return self.hours.of_service(bit, self.classes[number].window)

    def reach(self, place: PopulatedPlace) -> int:
        """Return the services (bits) that a call from a place can find, whatever it needs."""
        if place not in self._reach:
            self._reach[place] = reach_of(place, self.services)
        return self._reach[place]

    def spread(self, number: int) -> Spread:
        """Return how times are spread over the ages and sexes that a class of needs tells apart."""
        if number not in self._spreads:
            persons = person_classes(self.takers, self.classes[number].services)
            self._spreads[number] = Spread(persons, len(self.axis.lengths))
        return self._spreads[number]

    def line(self, number: int) -> tuple[int, ...]:
        """Return for each service, by its bit, when it answers whom for a class of needs; 0 where never."""
        if number not in self._lines:
            spread, accepting = self.spread(number), self.classes[number].services
            self._lines[number] = tuple(
                spread.over(self.times(number, bit), bit) if accepting >> bit & 1 else 0
                for bit in range(len(self.services))
            )
        return self._lines[number]

    def ranked(self, place: PopulatedPlace, entry: int | None) -> Sequence[int]:
        """Return the bits of all services that a place reaches, in the order in which an entry offers them."""
        if (place, entry) not in self._ranked:
            self._ranked[place, entry] = self.orders.ranked(place, entry, self.reach(place))
        return self._ranked[place, entry]

    def rules(self, number: int, area: str | None) -> Iterator[tuple[int, int | None]]:
        """Yield when each entry of the ranking rules the needs of a class in an area; None: the national ranks."""
        left = self.axis.everything
        for entry in self.orders.entries(self.classes[number].entries, area):
            times = left & self.hours.of_entry(entry)
            if times:
                yield times, entry
            left &= ~times
        if left:
            yield left, None

    def contenders(self, number: int, services: int) -> tuple[Contender, ...]:
        """Return some services (bits) with when they answer the needs of a class, by id."""
        return self._contenders(number, bits_of(services))

    def regimes(self, column: Column) -> tuple[Regime, ...]:
        """Return a column's services in the order in which its first place is offered them."""
        found = []
        for times, entry in self.rules(column.number, column.area):
            ranked = [bit for bit in self.ranked(column.places[0], entry) if column.services >> bit & 1]
            found.append(Regime(times, entry, self._contenders(column.number, ranked)))
        return tuple(found)

    def _contenders(self, number: int, bits: Iterable[int]) -> tuple[Contender, ...]:
        return tuple(Contender(self.services[bit], self.times(number, bit)) for bit in bits)

    def _place_classes(self, reached: list[tuple[PopulatedPlace, int]], among: int) -> Iterable[PlaceClass]:
        if self.in_order:
            return (PlaceClass((place,), place.area, services & among) for place, services in reached)
        return place_classes(reached, among)

    def _column(self, number: int, places: PlaceClass, person: PersonClass) -> Column:
        needs = self.classes[number]
        return Column(
            needs=needs.needs, places=places.places, area=places.area, ages=person.ages, sexes=person.sexes,
            emergency=needs.emergency, number=number, services=places.services & person.services, sweep=self,
        )  # fmt: skip


def sweep(
    directory: Directory,
    needs: Iterable[Need],
    places: Iterable[PopulatedPlace],
    horizon: Horizon,
    *,
    practice: str | None = None,
    without: frozenset[str] = frozenset(),
    in_order: bool = False,
    progress: Progress | None = None,
) -> Sweep:
    """Prepare a sweep of a directory, for callers of a practice, and without some services (by id).

    Services that are limited to other practices are left out. Without `in_order` places that reach the
    same services share a column.
    """
    services = searchable(directory, practice, without)
    classes = need_classes(needs, services, directory)
    return Sweep(
        directory=directory, horizon=horizon, places=tuple(places), services=services, takers=Takers(services),
        classes=classes, hours=lay_out_hours(directory, services, classes, horizon), in_order=in_order,
        orders=Orders(directory, services, practice), progress=progress,
    )  # fmt: skip

"""The sweep itself: every column of needs, places, ages and sexes, with who can answer and when.

    for column in sweep(directory, needs, places, horizon).columns():
        for contender in column.contenders:            # who can ever answer, by id
            sweep.axis.intervals(contender.times)      # when: half-open UTC minutes

With `in_order=True` a column is of one place, and `regimes` gives its services in offer order: one
list for each part of the horizon in which the same entry of the policy's ranking applies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dos_router.analysis.sweep.acceptance import NeedClass, PersonClass, need_classes, person_classes, searchable
from dos_router.analysis.sweep.axis import TimeAxis, bits_of
from dos_router.analysis.sweep.cells import Ages, Horizon, Need, PopulatedPlace
from dos_router.analysis.sweep.hours import Hours, lay_out_hours
from dos_router.analysis.sweep.order import Orders
from dos_router.analysis.sweep.reach import PlaceClass, place_classes, reach_of
from dos_router.model.directory import Directory
from dos_router.model.service import Service

Progress = Callable[[int, int], None]


class Contender(NamedTuple):
    """A service that passes every check of a column but the hours, and the times at which it passes those."""

    service: Service
    times: int


class Block(NamedTuple):
    """A class of needs (by number) at a class of places, and all ages and sexes by who takes them."""

    number: int
    places: PlaceClass
    persons: tuple[PersonClass, ...]


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
    classes: tuple[NeedClass, ...]
    hours: Hours
    in_order: bool
    orders: Orders
    progress: Progress | None = None
    _ranked: dict[tuple[PopulatedPlace, int | None], tuple[int, ...]] = field(default_factory=dict, repr=False)

    @property
    def axis(self) -> TimeAxis:
        """Return the axis on which times are numbers."""
        return self.hours.axis

    def columns(self) -> Iterator[Column]:
        """Yield every column: together they are every cell once."""
        for number, places, persons in self.blocks():
            for person in persons:
                yield self._column(number, places, person)

    def blocks(self) -> Iterator[Block]:
        """Yield the classes of places for each class of needs, with the classes of ages and sexes there."""
        reached = [(place, reach_of(place, self.services)) for place in self.places]
        for number, needs in enumerate(self.classes):
            persons = person_classes(self.services, needs.services)
            for places in self._place_classes(reached, needs.services):
                yield Block(number, places, persons)
            if self.progress:
                self.progress(number + 1, len(self.classes))

    def times(self, number: int, bit: int) -> int:
        """Return when a service (by its bit) answers the needs of a class that it accepts."""
        return self.hours.of_service(bit, self.classes[number].window)

    def contenders(self, number: int, services: int) -> tuple[Contender, ...]:
        """Return some services (bits) with when they answer the needs of a class, by id."""
        return self._contenders(number, bits_of(services))

    def regimes(self, column: Column) -> tuple[Regime, ...]:
        """Return a column's services in the order in which its first place is offered them."""
        left, found = self.axis.everything, []
        for entry in self.orders.entries(self.classes[column.number].entries, column.area):
            times = left & self.hours.of_entry(entry)
            if times:
                found.append(self._regime(column, times, entry))
            left &= ~times
        if left:
            found.append(self._regime(column, left, None))
        return tuple(found)

    def _regime(self, column: Column, times: int, entry: int | None) -> Regime:
        """Return who comes in what order under an entry: the order of all that the place reaches, thinned out."""
        key = column.places[0], entry
        if key not in self._ranked:
            reached = bits_of(reach_of(column.places[0], self.services))
            self._ranked[key] = self.orders.ranked(*key, {bit: self.services[bit] for bit in reached})
        wanted = column.services
        ranked = [bit for bit in self._ranked[key] if wanted >> bit & 1]
        return Regime(times, entry, self._contenders(column.number, ranked))

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
        directory=directory, horizon=horizon, places=tuple(places), services=services, classes=classes,
        hours=lay_out_hours(directory, services, classes, horizon), in_order=in_order,
        orders=Orders(directory, practice), progress=progress,
    )  # fmt: skip

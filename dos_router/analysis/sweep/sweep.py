"""The sweep itself: every column of needs, places, ages and sexes, with who can answer and when.

    for column in sweep(directory, needs, places, horizon).columns():
        for contender in column.contenders:            # who can ever answer, by id
            sweep.axis.intervals(contender.times)      # when: half-open UTC minutes

With `in_order=True` a column is of one place, and `regimes` gives its services in offer order: one
list for each part of the horizon in which the same entry of the policy's ranking applies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dos_router.analysis.sweep.acceptance import NeedClass, PersonClass, need_classes, person_classes, searchable
from dos_router.analysis.sweep.axis import TimeAxis, bits_of, lay_out_axis
from dos_router.analysis.sweep.cells import Ages, Horizon, Need, PopulatedPlace
from dos_router.analysis.sweep.order import Orders
from dos_router.analysis.sweep.reach import PlaceClass, place_classes, reach_of
from dos_router.analysis.sweep.spells import Interval, Profile, answered, hours_key
from dos_router.model.directory import Directory
from dos_router.model.opening import Opening
from dos_router.model.service import Service
from dos_router.routing.calendar import Calendar

Progress = Callable[[int, int], None]


class Contender(NamedTuple):
    """A service that passes every check of a column but the hours, and the times at which it passes those."""

    service: Service
    times: int


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
    axis: TimeAxis
    in_order: bool
    orders: Orders
    progress: Progress | None = None
    _times: Mapping[Profile, int] = field(repr=False)
    _known: dict[tuple[int, int], tuple[Contender, ...]] = field(default_factory=dict, repr=False)

    def columns(self) -> Iterator[Column]:
        """Yield every column: together they are every cell once."""
        reached = [(place, reach_of(place, self.services)) for place in self.places]
        for number, needs in enumerate(self.classes):
            persons = person_classes(self.services, needs.services)
            for places in self._place_classes(reached, needs.services):
                for person in persons:
                    yield self._column(number, places, person)
            if self.progress:
                self.progress(number + 1, len(self.classes))

    def contenders(self, number: int, services: int) -> tuple[Contender, ...]:
        """Return some services (bits) with when they answer the needs of a class, by id."""
        if (number, services) not in self._known:
            window = self.classes[number].window
            found = (self.services[bit] for bit in bits_of(services))
            self._known[number, services] = tuple(Contender(one, self._times[profile_of(one, window)]) for one in found)
        return self._known[number, services]

    def regimes(self, column: Column) -> tuple[Regime, ...]:
        """Return a column's services in the order in which its first place is offered them."""
        left, found = self.axis.everything, []
        place = column.places[0]
        for number, entry in self.orders.entries(self.classes[column.number].entries, column.area):
            times = left if entry.hours is None else left & self._times[Profile(hours_key(entry.hours), None)]
            if times:
                found.append(Regime(times, number, self._ranked(column, place, number)))
            left &= ~times
        if left:
            found.append(Regime(left, None, self._ranked(column, place, None)))
        return tuple(found)

    def _ranked(self, column: Column, place: PopulatedPlace, entry: int | None) -> tuple[Contender, ...]:
        return tuple(sorted(column.contenders, key=lambda one: self.orders.key(place, entry, one.service)))

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
    axis, times = _lay_out(directory, services, classes, horizon)
    return Sweep(
        directory=directory, horizon=horizon, places=tuple(places), services=services, classes=classes,
        axis=axis, in_order=in_order, orders=Orders(directory, practice), progress=progress, _times=times,
    )  # fmt: skip


def profile_of(service: Service, window: int) -> Profile:
    """Return how a service's hours are looked at for a window of so many minutes."""
    return Profile(hours_key(service.opening), window, service.only_if_open)


def _lay_out(
    directory: Directory, services: Sequence[Service], classes: Iterable[NeedClass], horizon: Horizon
) -> tuple[TimeAxis, Mapping[Profile, int]]:
    """Return the time axis of all hours that matter, and each of them as a number on it."""
    wanted: dict[Profile, Opening] = {}
    for needs in classes:
        for bit in bits_of(needs.services):
            wanted.setdefault(profile_of(services[bit], needs.window), services[bit].opening)
    for entry in directory.policy.ranking:
        if entry.hours is not None:
            wanted.setdefault(Profile(hours_key(entry.hours), None), entry.hours)
    calendar = Calendar(directory.zone, directory.holidays)
    answers: dict[Profile, tuple[Interval, ...]] = {
        profile: answered(opening, profile, calendar, horizon) for profile, opening in wanted.items()
    }
    return lay_out_axis(answers, horizon)

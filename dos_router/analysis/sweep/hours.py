"""All hours of a sweep on one time axis: when a service answers a window, when an entry of the ranking applies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from dos_router.analysis.sweep.acceptance import NeedClass
from dos_router.analysis.sweep.axis import TimeAxis, bits_of, lay_out_axis
from dos_router.analysis.sweep.cells import Horizon
from dos_router.analysis.sweep.spells import MINUTES_A_DAY, Interval, answering, hours_key
from dos_router.model.answer import Spell
from dos_router.model.directory import Directory
from dos_router.model.opening import Opening
from dos_router.model.service import Service
from dos_router.routing.calendar import Calendar


class _Asked(NamedTuple):
    """The number of some hours, and how they are looked at: for a window, or (None) as open at the call."""

    hours: int
    window: int | None = None
    only_if_open: int | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """The time axis, with the hours of services (by bit) and of ranking entries (by number) on it."""

    axis: TimeAxis
    services: Sequence[Service]
    _of_service: Sequence[int] = field(repr=False)
    _of_entry: Mapping[int, int] = field(repr=False)
    _times: Mapping[_Asked, int] = field(repr=False)

    def of_service(self, bit: int, window: int) -> int:
        """Return when calls find a service open, for a window of so many minutes."""
        return self._times[_Asked(self._of_service[bit], window, self.services[bit].only_if_open)]

    def of_entry(self, number: int) -> int:
        """Return when an entry of the ranking applies, as far as its hours go."""
        if number not in self._of_entry:
            return self.axis.everything
        return self._times[_Asked(self._of_entry[number])]


def lay_out_hours(
    directory: Directory, services: Sequence[Service], classes: Iterable[NeedClass], horizon: Horizon
) -> Hours:
    """Return the hours of these services, for the windows of these needs, and those of the ranking."""
    entries = {number: entry.hours for number, entry in enumerate(directory.policy.ranking) if entry.hours is not None}
    of_service, of_entry, written = _numbered([one.opening for one in services], entries)
    wanted: set[_Asked] = {_Asked(number) for number in of_entry.values()}
    for needs in classes:
        for bit in bits_of(needs.services):
            wanted.add(_Asked(of_service[bit], needs.window, services[bit].only_if_open))
    widest = max((each.window or 0 for each in wanted), default=0)
    end = horizon.end + widest + MINUTES_A_DAY
    calendar = Calendar(directory.zone, directory.holidays)
    spells: dict[int, list[Spell]] = {
        number: calendar.spells(written[number], horizon.start, end) for number in {each.hours for each in wanted}
    }
    answers: dict[_Asked, tuple[Interval, ...]] = {
        each: answering(spells[each.hours], each.window, each.only_if_open, horizon) for each in sorted(wanted, key=str)
    }
    axis, times = lay_out_axis(answers, horizon)
    return Hours(axis, services, of_service, of_entry, times)


def _numbered(
    openings: Sequence[Opening], entries: Mapping[int, Opening]
) -> tuple[list[int], dict[int, int], list[Opening]]:
    """Return the number of each opening's hours, of each entry's, and the hours by number: each once."""
    known: dict[object, int] = {}
    written: list[Opening] = []
    for opening in chain(openings, entries.values()):
        if known.setdefault(hours_key(opening), len(written)) == len(written):
            written.append(opening)
    of_service = [known[hours_key(opening)] for opening in openings]
    return of_service, {number: known[hours_key(opening)] for number, opening in entries.items()}, written

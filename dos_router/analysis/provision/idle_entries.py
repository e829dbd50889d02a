"""Ranking entries that never apply to any call, or never change the order of the services that answer one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dos_router.analysis.provision.findings import IdleEntry
from dos_router.analysis.sweep.sweep import Column, Regime, Sweep


@dataclass(slots=True)
class EntryWatch:
    """Looks at the regimes of a sweep's columns: which entries apply, and which make a difference."""

    sweep: Sweep
    applied: set[int] = field(default_factory=set)
    telling: set[int] = field(default_factory=set)

    def notice(self, column: Column, regimes: tuple[Regime, ...]) -> None:
        """Look at one column."""
        for regime in regimes:
            if regime.entry is not None:
                self.applied.add(regime.entry)
                if regime.entry not in self.telling and self._tells(column, regime):
                    self.telling.add(regime.entry)

    def idle(self) -> Iterator[IdleEntry]:
        """Yield the entries that make no difference, in the policy's order."""
        for number, entry in enumerate(self.sweep.directory.policy.ranking):
            if number not in self.telling:
                yield IdleEntry(number=number, never_applies=number not in self.applied, at=entry.at)

    def _tells(self, column: Column, regime: Regime) -> bool:
        """Say whether two services that answer at once would stand the other way round without the entry."""
        for times, entry in self._instead(column, regime):
            order = self.sweep.ranked(column.places[0], entry)
            places = {self.sweep.services[bit].id: place for place, bit in enumerate(order)}
            for number, first in enumerate(regime.ranked):
                for second in regime.ranked[number + 1 :]:
                    swapped = places[first.service.id] > places[second.service.id]
                    if swapped and first.times & second.times & times:
                        return True
        return False

    def _instead(self, column: Column, regime: Regime) -> Iterator[tuple[int, int | None]]:
        """Yield which entry would rule when at a regime's times, were its own not there."""
        left = regime.times
        for entry in self.sweep.orders.entries(self.sweep.classes[column.number].entries, column.area):
            if regime.entry is not None and entry > regime.entry:
                if times := left & self.sweep.hours.of_entry(entry):
                    yield times, entry
                left &= ~self.sweep.hours.of_entry(entry)
        if left:
            yield left, None

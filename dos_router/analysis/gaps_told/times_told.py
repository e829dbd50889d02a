"""Times as they are told: what comes every week and on bank holidays, what is taken out, and single dates."""

from __future__ import annotations

from typing import NamedTuple

from dos_router.analysis.gaps_told.days import Days
from dos_router.analysis.gaps_told.intervals import Intervals, united, within, without

DAYS_A_WEEK = 7


class Weekly(NamedTuple):
    """A spell by the clock that begins on some weekdays (0 for Monday), in minutes after midnight; under a week."""

    weekdays: tuple[int, ...]
    start: int
    end: int


class OnClass(NamedTuple):
    """Spans by the clock on every day of a class: bank holidays, the days before or after them."""

    name: str
    spans: Intervals


class Times(NamedTuple):
    """What holds: `weekly` and `on_classes` (or every minute), without what follows `but_`, and `also`.

    `but_dated` and `also` are UTC minutes.
    """

    always: bool = False
    weekly: tuple[Weekly, ...] = ()
    on_classes: tuple[OnClass, ...] = ()
    but_weekly: tuple[Weekly, ...] = ()
    but_on_classes: tuple[OnClass, ...] = ()
    but_dated: Intervals = ()
    also: Intervals = ()

    def intervals(self, days: Days) -> Intervals:
        """Return the UTC minutes of a horizon that are told."""
        everything = ((days.start, days.end),) if self.always else ()
        told = united(everything, _weekly(self.weekly, days), _on_classes(self.on_classes, days))
        but = united(_weekly(self.but_weekly, days), _on_classes(self.but_on_classes, days), self.but_dated)
        return within(united(without(told, but), self.also), days.start, days.end)


def _weekly(spells: tuple[Weekly, ...], days: Days) -> Intervals:
    return united(
        days.span(day, spell.start, spell.end)
        for spell in spells
        for day in range(len(days))
        if days.weekday(day) in spell.weekdays
    )


def _on_classes(clauses: tuple[OnClass, ...], days: Days) -> Intervals:
    return united(
        days.span(day, start, end)
        for clause in clauses
        for day in days.of_class(clause.name)
        for start, end in clause.spans
    )

"""Written hours → rules and spans: every distinct text of opening hours once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from dos_router.model.opening import ALL_DAY, Opening, Spans
from dos_router.routing.compiled.arrays import HoursArrays

RULES_A_PROFILE = 8  # seven weekdays and public holidays
PUBLIC_HOLIDAY = 7


@dataclass(slots=True)
class DistinctHours:
    """Openings without repetition, and which of them each one given is."""

    openings: list[Opening] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    _known: dict[Hashable, int] = field(default_factory=dict)

    def add(self, opening: Opening) -> None:
        """Note one more opening."""
        key = hours_key(opening)
        if key not in self._known:
            self._known[key] = len(self.openings)
            self.openings.append(opening)
        self.places.append(self._known[key])

    def place(self, opening: Opening) -> int:
        """Return which of the distinct openings this is."""
        return self._known[hours_key(opening)]


def distinct_hours(openings: Iterable[Opening]) -> DistinctHours:
    """Return the distinct openings among these; texts that mean the same may still be two."""
    found = DistinctHours()
    for opening in openings:
        found.add(opening)
    return found


def compile_hours(openings: Sequence[Opening], holidays: Mapping[date, str]) -> HoursArrays:
    """Return the rules of each opening as arrays."""
    rules: list[Spans] = [spans for one in openings for spans in _weekly(one)]
    dated: list[tuple[int, int, int]] = []
    for profile, one in enumerate(openings):
        for day, spans in sorted(one.dates.items()):
            dated.append((profile, day.toordinal(), len(rules)))
            rules.append(spans)
    starts = np.cumsum([0, *(len(spans) for spans in rules)], dtype=np.int32)
    return HoursArrays(
        span_start=starts,
        span_open=np.fromiter((span.start for spans in rules for span in spans), np.int32),
        span_close=np.fromiter((span.end for spans in rules for span in spans), np.int32),
        has_holiday=np.fromiter((not one.always and one.holiday is not None for one in openings), np.bool_),
        dated=np.array(dated, np.int64).reshape(-1, 3),
        holidays=np.array(sorted(day.toordinal() for day in holidays), np.int64),
    )


def _weekly(opening: Opening) -> tuple[Spans, ...]:
    if opening.always:
        return (ALL_DAY,) * 7 + ((),)
    return (*opening.weekdays, opening.holiday or ())


def hours_key(opening: Opening) -> Hashable:
    """Return what tells hours apart, whatever text was written."""
    return opening.always, opening.weekdays, opening.holiday, tuple(sorted(opening.dates.items()))

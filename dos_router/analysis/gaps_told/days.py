"""The local days of a horizon: when each begins in UTC minutes, which are public holidays, where clocks change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dos_router.analysis.gaps_told.intervals import Intervals
from dos_router.model.moments import local_boundary, local_time, midnight
from dos_router.model.opening import MINUTES_A_DAY

MARGIN = 8  # days known on either side: a spell of a week may run in, or out

HOLIDAY, EVE, AFTER = "bank holidays", "days before bank holidays", "days after bank holidays"
CLASSES = (HOLIDAY, EVE, AFTER)
_FROM_HOLIDAY = {HOLIDAY: 0, EVE: -1, AFTER: 1}


@dataclass(frozen=True, slots=True)
class Days:
    """A horizon [start, end) of UTC minutes; days count from `first`, MARGIN days before it begins."""

    zone: ZoneInfo
    holidays: Collection[date]
    start: int
    end: int
    first: date = field(init=False)
    midnights: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Find when each day begins."""
        first = local_time(self.start, self.zone).date() - timedelta(days=MARGIN)
        last = local_time(self.end, self.zone).date() + timedelta(days=MARGIN)
        days = range((last - first).days + 1)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "midnights", tuple(midnight(first + timedelta(days=day), self.zone) for day in days))

    def __len__(self) -> int:
        """Return how many days are known."""
        return len(self.midnights) - 1

    @property
    def whole(self) -> range:
        """Return the days that lie in the horizon from midnight to midnight."""
        days = [
            day for day in range(len(self))
            if self.start <= self.midnights[day] and self.midnights[day + 1] <= self.end
        ]  # fmt: skip
        return range(days[0], days[-1] + 1) if days else range(0)

    def date_of(self, day: int) -> date:
        """Return a day's date."""
        return self.first + timedelta(days=day)

    def weekday(self, day: int) -> int:
        """Return a day's weekday, 0 for Monday."""
        return (self.first.weekday() + day) % 7

    def changes(self, day: int) -> bool:
        """Say whether the clocks change on a day."""
        return self.midnights[day + 1] - self.midnights[day] != MINUTES_A_DAY

    def of_class(self, name: str) -> list[int]:
        """Return the days that are public holidays, before one or after one (CLASSES)."""
        steps = timedelta(days=_FROM_HOLIDAY[name])
        return [day for day in range(len(self)) if self.date_of(day) - steps in self.holidays]

    def moment(self, day: int, minute: int, *, closing: bool) -> int:
        """Return a clock time, in minutes after midnight of a day (more than 1440: of a later one), in UTC."""
        ahead, rest = divmod(minute, MINUTES_A_DAY)
        on = day + ahead
        if on < len(self) and self.midnights[on + 1] - self.midnights[on] == MINUTES_A_DAY:
            return self.midnights[on] + rest
        return local_boundary(self.date_of(day + ahead), rest, self.zone, closing=closing)

    def span(self, day: int, start: int, end: int) -> tuple[int, int]:
        """Return the UTC minutes of a spell by the clock that begins on a day."""
        return self.moment(day, start, closing=False), self.moment(day, end, closing=True)

    def rows(self, times: Intervals) -> dict[int, Intervals]:
        """Return what each whole day has of some times, as minutes after midnight; not where the clocks change."""
        found: dict[int, Intervals] = {}
        place = 0
        for day in self.whole:
            begin, end = self.midnights[day], self.midnights[day + 1]
            while place < len(times) and times[place][1] <= begin:
                place += 1
            row, here = [], place
            while here < len(times) and times[here][0] < end:
                row.append((max(times[here][0], begin) - begin, min(times[here][1], end) - begin))
                here += 1
            if not self.changes(day):
                found[day] = tuple(row)
        return found

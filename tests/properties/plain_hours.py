"""Opening hours by walking the time line minute by minute (routing.md 5): slow, literal, an oracle.

Nothing of dos_router.routing is used. Every UTC minute shows some time on the clock on the wall; a
boundary of a session is looked for among the minutes that show it; sessions are laid on a line of
minutes, and a spell is a run of minutes that some session covers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dos_router.model.opening import Opening

DAY = 1440
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Line:
    """A stretch of the time line from the UTC minute `first`: which of its minutes are open."""

    first: int
    marks: bytes

    def is_open(self, minute: int) -> bool:
        """Say whether that minute is open."""
        return self.marks[minute - self.first] == 1

    def touches(self, start: int, end: int) -> bool:
        """Say whether a spell opens by `end` and closes no sooner than `start`.

        It closes no sooner than `start` when the minute before that, or a later one, is open.
        """
        return any(self.is_open(minute) for minute in range(start - 1, end + 1))

    def runs(self) -> Iterator[tuple[int, int]]:
        """Yield each run of open minutes as its first minute and the first one after it."""
        opened = self.next_open(self.first)
        while opened is not None:
            closed = self.next_closed(opened)
            yield opened, self.first + len(self.marks) if closed is None else closed
            opened = None if closed is None else self.next_open(closed)

    def next_open(self, minute: int) -> int | None:
        """Return the first open minute from this one on."""
        return self._find(b"\1", minute)

    def next_closed(self, minute: int) -> int | None:
        """Return the first closed minute from this one on."""
        return self._find(b"\0", minute)

    def _find(self, mark: bytes, minute: int) -> int | None:
        place = self.marks.find(mark, minute - self.first)
        return None if place < 0 else self.first + place


def lay_out(opening: Opening, first: int, last: int, *, zone: ZoneInfo, holidays: Collection[date]) -> Line:
    """Lay every session that reaches into [first, last] (UTC minutes) on a line of minutes."""
    marks = bytearray(last - first + 1)
    day = day_shown(first, zone) - timedelta(days=3)
    while day <= day_shown(last, zone) + timedelta(days=1):
        for start, end in sessions_of(opening, day, holidays):
            opened, closed = max(start_of(day, start, zone), first), min(end_of(day, end, zone), last + 1)
            if opened < closed:
                marks[opened - first : closed - first] = b"\1" * (closed - opened)
        day += timedelta(days=1)
    return Line(first, bytes(marks))


def sessions_of(opening: Opening, day: date, holidays: Collection[date]) -> list[tuple[int, int]]:
    """Return the sessions that start on a day: its date, else 24/7, else PH, else its weekday."""
    if day in opening.dates:
        return [(start, end) for start, end in opening.dates[day]]
    if opening.always:
        return [(0, DAY)]
    if day in holidays and opening.holiday is not None:
        return [(start, end) for start, end in opening.holiday]
    return [(start, end) for start, end in opening.weekdays[day.weekday()]]


def start_of(day: date, minute: int, zone: ZoneInfo) -> int:
    """Return when a session opens: the first time that the clock shows it, or the moment it is skipped."""
    return _showing_or_skipped((day - EPOCH).days * DAY + minute, zone)[0]


def end_of(day: date, minute: int, zone: ZoneInfo) -> int:
    """Return when a session closes: the last time that the clock shows it, or the moment it is skipped."""
    return _showing_or_skipped((day - EPOCH).days * DAY + minute, zone)[-1]


def _showing_or_skipped(wall: int, zone: ZoneInfo) -> list[int]:
    while not moments_showing(wall, zone):
        wall += 1  # skipped in spring: the next time that is shown begins with the change
    return moments_showing(wall, zone)


def moments_showing(wall: int, zone: ZoneInfo) -> list[int]:
    """Return every UTC minute at which the clock shows a time (minutes since 1970 began, locally).

    Each offset in use about then is tried; what counts is that the clock does show that time.
    """
    tried = (wall - offset for offset in _offsets_about(wall // DAY, zone))
    return sorted(minute for minute in tried if wall_of(minute, zone) == wall)


@cache
def _offsets_about(day: int, zone: ZoneInfo) -> frozenset[int]:
    quarters = range((day - 1) * DAY, (day + 2) * DAY, 15)
    return frozenset(wall_of(minute, zone) - minute for minute in quarters)


def wall_of(minute: int, zone: ZoneInfo) -> int:
    """Return what the clock shows at a UTC minute, in minutes since 1970 began locally."""
    local = datetime.fromtimestamp(minute * 60, UTC).astimezone(zone)
    return (local.date() - EPOCH).days * DAY + local.hour * 60 + local.minute


def day_shown(minute: int, zone: ZoneInfo) -> date:
    """Return the local day of a UTC minute."""
    return EPOCH + timedelta(days=wall_of(minute, zone) // DAY)

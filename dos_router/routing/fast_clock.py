"""Local time to UTC for many moments at once; days on which the clocks change are left to the plain reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from dos_router.model.moments import local_boundary
from dos_router.routing.compiled.arrays import Bools, Ints
from dos_router.routing.fast_numbers import distinct

MINUTES_A_DAY = 1440
EPOCH_DAY = date(1970, 1, 1).toordinal()

_UNSTEADY = np.iinfo(np.int64).min
_FIRST_AND_LAST = (time(0, 0), time(23, 59))


@dataclass(frozen=True, slots=True)
class Clock:
    """A zone's offset on each day, as far as it was asked for."""

    zone: ZoneInfo
    _offsets: dict[int, int] = field(default_factory=dict)

    def offsets(self, days: Ints) -> tuple[Ints, Bools]:
        """Return the offset from UTC in minutes on each day (0: 1 January 1970), and whether it holds all day."""
        known, places = distinct(days)
        found = np.fromiter((self._offset(int(day)) for day in known), np.int64, len(known))[places]
        steady = found != _UNSTEADY
        return np.where(steady, found, 0), steady

    def boundaries(self, local: Ints, *, closing: bool) -> Ints:
        """Return session boundaries, in minutes of local time since 1970, as UTC minutes (routing.md 5)."""
        known, places = distinct(local)
        days = known // MINUTES_A_DAY
        offsets, steady = self.offsets(days)
        found = known - offsets
        for place in np.flatnonzero(~steady):
            day = date.fromordinal(int(days[place]) + EPOCH_DAY)
            found[place] = local_boundary(day, int(known[place] % MINUTES_A_DAY), self.zone, closing=closing)
        return np.asarray(found[places], np.int64)

    def day_of(self, moment: int) -> int:
        """Return the local day of a UTC minute, counted from 1 January 1970."""
        local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=moment)).astimezone(self.zone)
        return local.toordinal() - EPOCH_DAY

    def _offset(self, day: int) -> int:
        if day not in self._offsets:
            calendar_day = date.fromordinal(day + EPOCH_DAY)
            stated = {
                datetime.combine(calendar_day, moment, self.zone).replace(fold=fold).utcoffset()
                for moment in _FIRST_AND_LAST
                for fold in (0, 1)
            }
            only = stated.pop() if len(stated) == 1 else None
            whole = only is not None and not only % timedelta(minutes=1)
            self._offsets[day] = only // timedelta(minutes=1) if only is not None and whole else _UNSTEADY
        return self._offsets[day]

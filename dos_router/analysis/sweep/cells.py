"""What a sweep is over: needs, places where people live, and the minutes of a horizon."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from dos_router.model.ages import AGE_LIMIT_DAYS
from dos_router.model.directory import Directory
from dos_router.model.moments import local_time, midnight
from dos_router.model.service import Point

DEFAULT_WEEKS = 53
ALL_AGES = (0, AGE_LIMIT_DAYS - 1)

Ages = tuple[tuple[int, int], ...]


class Need(NamedTuple):
    """What a call asks for; several symptom discriminators asked together are joined by `+`, in order."""

    disposition: str
    symptom_group: str
    symptom_discriminator: str

    @property
    def discriminators(self) -> tuple[str, ...]:
        """Return each discriminator that is asked for."""
        return tuple(self.symptom_discriminator.split("+"))


class PopulatedPlace(NamedTuple):
    """A point where people live: whose area it is in (None: not known) and how far is searched, in metres.

    `people` is 1 where only the places of the directory are known. `bands` are the people of each of
    the population's age bands, where it states them.
    """

    id: str
    point: Point
    area: str | None
    metres: int
    people: int = 1
    bands: tuple[int, ...] | None = None
    postcode: str | None = None


class Horizon(NamedTuple):
    """The minutes at which a call may be made: from `start` up to, and without, `end` (UTC minutes)."""

    start: int
    end: int


def horizon_of(directory: Directory, first: date | None = None, weeks: int = DEFAULT_WEEKS) -> Horizon:
    """Return so many weeks of local calendar days from a day on; by default from the start of validity."""
    day = first or local_time(directory.valid[0], directory.zone).date()
    return Horizon(midnight(day, directory.zone), midnight(day + timedelta(weeks=weeks), directory.zone))

"""A situation with what comes of it, and the questions that corners ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from facts import explained
from generator import Situation
from plain_hours import day_shown, moments_showing, sessions_of, wall_of
from plain_search import Look, PlainAnswer

from dos_router.model.service import Service
from dos_router.routing.route import Explained

ORDER = ("promoted", "rank", "tier", "no-location", "distance", "id")


@dataclass
class Seen:
    """A situation and what the plain restatement makes of it."""

    situation: Situation
    answer: PlainAnswer

    @cached_property
    def found(self) -> Explained:
        """Return what dos_router makes of it."""
        return explained(self.situation)

    @cached_property
    def look(self) -> Look:
        """Return the search that was made, or would have been."""
        asked = self.answer.asked
        return Look(self.situation.directory, asked, self.answer.validated_by or asked.disposition or "Dx05")

    @property
    def at(self) -> int:
        """Return the moment of the call."""
        return self.look.at

    @property
    def day(self) -> date:
        """Return the local day of the call."""
        return day_shown(self.at, self.situation.directory.zone)

    @property
    def searched(self) -> list[Service]:
        """Return the services that were searched; none where no search was made."""
        return [one for name, one in self.situation.directory.services.items() if name in self.answer.failing]

    @property
    def passing(self) -> list[Service]:
        """Return the services that pass every check."""
        return [one for one in self.searched if not self.answer.failing[one.id]]

    def failing(self, check: str) -> list[Service]:
        """Return the services that fail this check alone."""
        return [one for one in self.searched if self.answer.failing[one.id] == [check]]

    @property
    def caught(self) -> list[Service]:
        """Return the services of a catch-all."""
        names = [offer.id for offer in self.answer.offers] if self.answer.outcome == "catch-all" else []
        return [self.situation.directory.services[name] for name in names]

    @property
    def planned_in_validation(self) -> bool:
        """Say whether all that a plan offers would be open in the validating disposition's window as well."""
        planned = [offer.id for offer in self.answer.offers if offer.rank is None]
        return all(self.look.touches_window(self.situation.directory.services[name]) for name in planned)

    def all_of(self, kind: str) -> list[Service]:
        """Return the services of a type."""
        return [one for one in self.situation.directory.services.values() if one.type == kind]

    def candidates_of(self, kind: str) -> int:
        """Return how many candidates of a type there were before trimming."""
        return [each for _, each in self.answer.ordered].count(kind)

    @property
    def deciding(self) -> set[str]:
        """Return the rules of the order that decided between two candidates."""
        keys = [key for key, _ in self.answer.ordered]
        return {
            next(name for name, a, b in zip(ORDER, one, other, strict=True) if a != b) for one, other in pairwise(keys)
        }

    @property
    def is_repeated(self) -> bool:
        """Say whether the local time of the call comes twice."""
        zone = self.situation.directory.zone
        return len(moments_showing(wall_of(self.at, zone), zone)) > 1

    @property
    def is_holiday(self) -> bool:
        """Say whether the day of the call is a public holiday."""
        return self.day in self.situation.directory.holidays

    def opens(self, one: Service) -> list[int]:
        """Return when a service opens, in minutes from the call, of the spells from the call on."""
        return [opens - self.at for opens, _ in self.look.line(one).runs()]

    def closes(self, one: Service) -> list[int]:
        """Return when a service closes, in minutes from the call."""
        return [closes - self.at for _, closes in self.look.line(one).runs()]

    def open_from_yesterday(self, one: Service) -> bool:
        """Say whether only a session of the day before holds a service open at the call."""
        holidays, minute = self.situation.directory.holidays, wall_of(self.at, self.situation.directory.zone) % 1440
        today, yesterday = (sessions_of(one.opening, self.day - timedelta(days=days), holidays) for days in (0, 1))
        late = any(start <= minute + 1440 < end for start, end in yesterday)
        return late and not any(start <= minute < end for start, end in today)

    def offset(self, one: Service) -> int:
        """Return how far a service is along the grid, in metres; -1 without a place."""
        here, there = self.look.asked.point, one.point
        if here is None or there is None:
            return -1
        return max(abs(here.easting - there.easting), abs(here.northing - there.northing))

    def beyond_age(self, one: Service, days: int) -> bool:
        """Say whether the caller's age is just so many days outside a bound of a service's ages."""
        age = self.look.asked.age
        return any(age in {ages.low - days, *([] if ages.high is None else [ages.high + days])} for ages in one.ages)

    def is_red(self, one: Service, *, since: int | None = None, until: int | None = None) -> bool:
        """Say whether a row is red since, or until, so many minutes after the call."""
        rows = self.situation.directory.capacity.get(one.id, ())
        bounds = [
            row.since - self.at if until is None else (row.until or 0) - self.at for row in rows if row.status == "red"
        ]
        return (since if until is None else until) in bounds

    def is_red_overruled(self, one: Service) -> bool:
        """Say whether a later row stands over a red one, both holding at the call."""
        rows = self.situation.directory.capacity.get(one.id, ())
        holding = [row.status for row in rows if row.since <= self.at and (row.until is None or row.until > self.at)]
        return "red" in holding[:-1]

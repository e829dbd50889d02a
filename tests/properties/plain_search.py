"""One search of the directory as routing.md 2 to 6 says: slow, literal, and without dos_router.routing."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from plain_hours import Line, lay_out
from plain_request import Asked, names_of

from dos_router.diagnostics import Location
from dos_router.model.directory import Directory
from dos_router.model.policy import Ranking
from dos_router.model.service import Point, Service

HORIZON = 15 * 1440  # minutes: how far ahead an answer says when a service opens or closes (silent page)
Key = tuple[bool, int, int, bool, int, str]


class PlainOffer(NamedTuple):
    """One service offered; `rank` is None for what no search found."""

    id: str
    rank: int | None
    promoted: bool
    squared: int | None
    is_open: bool
    opens_at: int | None
    closes_at: int | None


@dataclass
class PlainAnswer:
    """What a call comes to, in plain values; `failing` lists every check that each service fails."""

    asked: Asked
    outcome: str
    offers: list[PlainOffer] = field(default_factory=list)
    near_misses: list[tuple[str, str]] = field(default_factory=list)
    window: tuple[int, int] | None = None
    search: tuple[int, str] | None = None
    ranking: Location | None = None
    validated_by: str | None = None
    plan: str | None = None
    failing: dict[str, list[str]] = field(default_factory=dict)
    ordered: list[tuple[Key, str]] = field(default_factory=list)
    trimmed: list[str] = field(default_factory=list)


@dataclass
class Look:
    """One look through the directory for a disposition."""

    directory: Directory
    asked: Asked
    disposition: str
    lines: dict[str, Line] = field(default_factory=dict)

    @property
    def at(self) -> int:
        """Return the moment of the call."""
        return self.asked.at or 0

    @cached_property
    def window(self) -> tuple[int, int]:
        """Return the window: section 5, second paragraph."""
        minutes = self.directory.reference.dispositions[self.disposition].timeframe
        if minutes is None or minutes == 0:
            end = self.at + 60
        elif minutes <= 30:
            end = self.at + 30
        elif minutes <= 60:
            end = self.at + minutes
        else:
            end = self.at + (minutes - 60)
        return min(self.at + 30, end), end

    @cached_property
    def distance(self) -> tuple[int, str]:
        """Return how far is searched in metres, and what says so: section 2."""
        return search_distance(self.asked, self.directory)

    def search(self, left_out: set[str], not_validating: set[str] | None = None) -> PlainAnswer:
        """Search every service, both passes; order and trim those that pass."""
        found = PlainAnswer(self.asked, "routed", window=self.window, search=self.distance)
        candidates = []
        for service in self.directory.services.values():
            outside = (
                ["care-plan"] if service.id in left_out else ["type"] if service.id in (not_validating or ()) else []
            )
            first, second = outside + self.first_pass(service), self.second_pass(service)
            found.failing[service.id] = first + second
            if not first and not second:
                candidates.append(service)
            if not first and len(second) == 1:
                found.near_misses.append((service.id, second[0]))
        ranking = self.ranking()
        found.ranking = ranking.at if ranking else None
        candidates.sort(key=lambda service: self.key(service, ranking))
        found.ordered = [(self.key(service, ranking), service.type) for service in candidates]
        kept = self.trim(candidates)
        found.trimmed = [service.id for service in candidates if service not in kept]
        found.offers = [self.offer(service, ranking) for service in kept]
        return found

    def first_pass(self, service: Service) -> list[str]:
        """Return the checks of section 3 that fail."""
        asked = self.asked
        group = asked.group or ""
        profiled = service.symptoms.everything or group in service.symptoms.groups
        failing = {
            "status": service.status != "active",
            "type": service.type == "emergency-ambulance",
            "distance": not inside(asked.point, service.point, self.distance[0]),
            "symptom-group": not profiled and group not in [pair[0] for pair in service.symptoms.pairs],
            "sex": not self.takes_sex(service),
            "practice": bool(service.practices) and asked.practice not in service.practices,
        }
        return [name for name, fails in failing.items() if fails]

    def second_pass(self, service: Service) -> list[str]:
        """Return the checks of section 4 that fail."""
        asked = self.asked
        failing = {
            "capacity": self.is_red(service),
            "discriminator": not all(self.has_pair(service, code) for code in asked.discriminators),
            "disposition": self.disposition not in service.dispositions,
            "role": bool(service.roles) and asked.role not in service.roles,
            "age": not self.takes_age(service),
            "hours": not self.touches_window(service),
            "only-if-open": not self.open_soon_enough(service),
            "area": bool(service.limited_to) and asked.area is not None and asked.area not in service.limited_to,
        }
        return [name for name, fails in failing.items() if fails]

    def is_red(self, service: Service) -> bool:
        """Say whether the row that holds, of several the one with the latest `since`, is red."""
        rows = [
            row
            for row in self.directory.capacity.get(service.id, ())
            if row.since <= self.at and (row.until is None or self.at < row.until)
        ]
        return bool(rows) and max(rows, key=lambda row: row.since).status == "red"

    def has_pair(self, service: Service, code: str) -> bool:
        """Say whether a discriminator is profiled with the symptom group of the call."""
        group, symptoms = self.asked.group or "", service.symptoms
        return symptoms.everything or group in symptoms.groups or (group, code) in symptoms.pairs

    def takes_age(self, service: Service) -> bool:
        """Say whether the age lies in a range, bounds included; no ranges take all ages."""
        age = self.asked.age or 0
        return not service.ages or any(one.low <= age and (one.high is None or age <= one.high) for one in service.ages)

    def takes_sex(self, service: Service) -> bool:
        """Say whether the caller's sex is taken; indeterminate wants both."""
        wanted = {"female", "male"} if self.asked.sex == "indeterminate" else {self.asked.sex}
        return wanted <= service.sexes

    def touches_window(self, service: Service) -> bool:
        """Say whether a spell of opening touches the window."""
        return self.line(service).touches(*self.window)

    def open_soon_enough(self, service: Service) -> bool:
        """Say whether it is open at the call, or opens within the minutes that it states."""
        if service.only_if_open is None:
            return True
        return any(self.line(service).is_open(minute) for minute in range(self.at, self.at + service.only_if_open + 1))

    def line(self, service: Service) -> Line:
        """Return the service's minutes, from the call on."""
        if service.id not in self.lines:
            self.lines[service.id] = lay_out(
                service.opening,
                self.at - 1,
                self.at + HORIZON,
                zone=self.directory.zone,
                holidays=self.directory.holidays,
            )
        return self.lines[service.id]

    def ranking(self) -> Ranking | None:
        """Return the first entry of the policy whose conditions hold: section 6.1."""
        for entry in self.directory.policy.ranking:
            area = not entry.areas or self.asked.area in entry.areas
            disposition = not entry.dispositions or self.disposition in entry.dispositions
            if area and disposition and self._applies_now(entry):
                return entry
        return None

    def _applies_now(self, entry: Ranking) -> bool:
        zone, holidays = self.directory.zone, self.directory.holidays
        return entry.hours is None or lay_out(entry.hours, self.at, self.at, zone=zone, holidays=holidays).is_open(
            self.at
        )

    def rank(self, service: Service, ranking: Ranking | None) -> int:
        """Return the rank of a service's type."""
        if ranking and service.type in ranking.ranks:
            return ranking.ranks[service.type]
        return self.directory.reference.service_types[service.type].national_rank or 10

    def is_promoted(self, service: Service) -> bool:
        """Say whether it is commissioned, but by none of the place's own area."""
        return self.asked.area is not None and bool(service.commissioned_by) and not self.is_commissioned_here(service)

    def is_commissioned_here(self, service: Service) -> bool:
        """Say whether a commissioner of the place's area commissions it."""
        area, commissioners = self.asked.area, self.directory.commissioners
        return any(area in commissioners[name].areas for name in service.commissioned_by)

    def tier(self, service: Service) -> int:
        """Return the place within a rank: section 6.3."""
        if self.asked.practice is not None and service.ods == self.asked.practice:
            return 1
        if self.is_commissioned_here(service):
            return 2 if service.practices else 3
        return 4

    def key(self, service: Service, ranking: Ranking | None) -> Key:
        """Return the order: promoted, rank, tier, without a place, distance, id."""
        return (
            self.is_promoted(service),
            self.rank(service, ranking),
            self.tier(service),
            service.point is None,
            self.squared(service) or 0,
            service.id,
        )

    def squared(self, service: Service) -> int | None:
        """Return the squared distance in square metres."""
        here, there = self.asked.point, service.point
        if here is None or there is None:
            return None
        return (here.easting - there.easting) ** 2 + (here.northing - there.northing) ** 2

    def trim(self, ordered: list[Service]) -> list[Service]:
        """Keep the best of each type: section 6.5."""
        kept: list[Service] = []
        for service in ordered:
            if len([one for one in kept if one.type == service.type]) < self.keep(service.type):
                kept.append(service)
        return kept

    def keep(self, kind: str) -> int:
        """Return how many of a type are kept: `default` replaces the two, a named type its own."""
        policy = self.directory.policy
        national = self.directory.reference.service_types[kind].keep_per_type or 2
        if national == 2 and policy.keep_default is not None:
            national = policy.keep_default
        return policy.keep_by_type.get(kind, national)

    def offer(self, service: Service, *searched: Ranking | None) -> PlainOffer:
        """Return a service as an offer; `searched` is the ranking of the search that found it, if any did."""
        line = self.line(service)
        is_open = line.is_open(self.at)
        opens = line.next_open(self.at)
        closes = None if opens is None else line.next_closed(opens)
        if closes == self.at + HORIZON:
            closes = None
        return PlainOffer(
            id=service.id,
            rank=self.rank(service, searched[0]) if searched else None,
            promoted=bool(searched) and self.is_promoted(service),
            squared=self.squared(service),
            is_open=is_open,
            opens_at=None if is_open else opens,
            closes_at=closes,
        )


def inside(here: Point | None, there: Point | None, metres: int) -> bool:
    """Say whether a service is inside the square; one without a location always is."""
    if here is None or there is None:
        return True
    return abs(here.easting - there.easting) <= metres and abs(here.northing - there.northing) <= metres


def search_distance(asked: Asked, directory: Directory) -> tuple[int, str]:
    """Return how far to search in metres, and what says so: section 2."""
    requested = None if asked.kilometres is None else int(asked.kilometres * 1000)
    if asked.forced and requested is not None:
        return requested, "forced"
    for kind, name in names_of(asked.postcode) if asked.postcode else ():
        if name in directory.policy.distances:
            return directory.policy.distances[name], kind
    if requested is not None:
        return requested, "request"
    if directory.policy.default_distance is not None:
        return directory.policy.default_distance, "default"
    return 60_000, "national"

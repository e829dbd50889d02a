"""The corners that the generator must reach: what to look for in a situation and its plain answer, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from dos_router.model.service import AMBULANCE, EMERGENCY_DEPARTMENT, Service
from dos_router.routing.route import Explained

from facts import explained
from generator import Situation
from made_hours import AUTUMNS, SPRINGS
from made_services import FIRST_CHECKS, SECOND_CHECKS
from plain_hours import day_shown, moments_showing, sessions_of, wall_of
from plain_search import Look, PlainAnswer

ORDER = ("promoted", "rank", "tier", "no-location", "distance", "id")


@dataclass
class Seen:
    """A situation and what the plain restatement makes of it."""

    situation: Situation
    answer: PlainAnswer

    @cached_property
    def look(self) -> Look:
        """Return the search that was made, or would have been."""
        asked = self.answer.asked
        return Look(self.situation.directory, asked, self.answer.validated_by or asked.disposition or "Dx05")

    @cached_property
    def found(self) -> Explained:
        """Return what dos_router makes of it."""
        return explained(self.situation)

    @cached_property
    def services(self) -> list[Service]:
        """Return the services that were searched."""
        return [one for name, one in self.situation.directory.services.items() if name in self.answer.failing]

    def passing(self) -> Iterator[Service]:
        """Yield the services that pass every check."""
        return (one for one in self.services if not self.answer.failing[one.id])

    def failing(self, check: str) -> Iterator[Service]:
        """Yield the services that fail this check alone."""
        return (one for one in self.services if self.answer.failing[one.id] == [check])

    @cached_property
    def bounds(self) -> dict[str, list[tuple[int, int]]]:
        """Return the runs of open minutes of each service, from the call on."""
        return {one.id: list(self.look.line(one).runs()) for one in self.services}

    @property
    def day(self) -> object:
        """Return the local day of the call."""
        return day_shown(self.look.at, self.situation.directory.zone)

    def is_repeated(self) -> bool:
        """Say whether the local time of the call comes twice."""
        zone = self.situation.directory.zone
        return len(moments_showing(wall_of(self.look.at, zone), zone)) > 1


def deciding(seen: Seen) -> set[str]:
    """Return the rules of the order that decided between two candidates."""
    keys = [key for key, _ in seen.answer.ordered]
    return {next(name for name, a, b in zip(ORDER, one, other, strict=True) if a != b) for one, other in zip(keys, keys[1:], strict=False)}


def dates_of(seen: Seen, one: Service) -> bool:
    """Say whether the day of the call has hours of its own."""
    return seen.day in one.opening.dates


def from_yesterday(seen: Seen, one: Service) -> bool:
    """Say whether only a session of the day before holds a service open at the call."""
    today, holidays = seen.day, seen.situation.directory.holidays
    minute = wall_of(seen.look.at, seen.situation.directory.zone) % 1440
    late = any(start <= minute + 1440 < end for start, end in sessions_of(one.opening, today - timedelta(days=1), holidays))
    return late and not any(start <= minute < end for start, end in sessions_of(one.opening, today, holidays))


def offset(seen: Seen, one: Service) -> int:
    """Return how far the service is along the grid, in metres; -1 without a place."""
    here, there = seen.look.asked.point, one.point
    return max(abs(here.easting - there.easting), abs(here.northing - there.northing)) if here and there else -1


def on_age_bound(seen: Seen, one: Service, by: int) -> bool:
    """Say whether the age is so many days outside a bound."""
    age = seen.look.asked.age or 0
    return any(age == ages.low - by or age == (ages.high if ages.high is not None else -9) + by for ages in one.ages)


def rows(seen: Seen, one: Service) -> list[tuple[int, int | None, str]]:
    """Return the capacity rows of a service."""
    return [(row.since, row.until, row.status) for row in seen.situation.directory.capacity.get(one.id, ())]


def some(pick: Callable[[Seen], Iterator[Service]], holds: Callable[[Seen, Service], bool]) -> Callable[[Seen], bool]:
    """Return a corner reached when it holds for one of the services picked."""
    return lambda seen: any(holds(seen, one) for one in pick(seen))


def passing(seen: Seen) -> Iterator[Service]:
    """Yield the services that pass every check."""
    return seen.passing()


def alone(check: str) -> Callable[[Seen], Iterator[Service]]:
    """Return what picks the services that fail this check alone."""
    return lambda seen: seen.failing(check)


def caught(seen: Seen) -> Iterator[Service]:
    """Yield the services of a catch-all."""
    names = [offer.id for offer in seen.answer.offers] if seen.answer.outcome == "catch-all" else []
    return (seen.situation.directory.services[name] for name in names)


def ambulances(seen: Seen) -> bool:
    """Say whether a dispatch names more than one ambulance service."""
    return seen.answer.outcome == "dispatch" and len(seen.answer.offers) > 1


CORNERS: dict[str, Callable[[Seen], bool]] = {
    **{f"outcome {name}": (lambda seen, name=name: seen.answer.outcome == name) for name in ("routed", "catch-all", "no-service", "no-search", "dispatch", "rejected")},
    **{f"{name} fails alone": some(alone(name), lambda _seen, _one: True) for name in (*FIRST_CHECKS, *SECOND_CHECKS, "type") if name != "symptom-group"},
    "symptom-group fails": lambda seen: ["symptom-group", "discriminator"] in seen.answer.failing.values(),  # the one brings the other
    **{f"{name} decides the order": (lambda seen, name=name: name in deciding(seen)) for name in ORDER},
    **{f"distance said by {name}": (lambda seen, name=name: bool(seen.answer.search) and seen.answer.search[1] == name) for name in ("forced", "postcode", "sector", "district", "request", "default", "national")},
    **{f"place found by {name}": (lambda seen, name=name: seen.answer.asked.place_by == name) for name in ("postcode", "sector", "district", None)},
    **{f"on the clock change of {day}": (lambda seen, day=day: bool(seen.answer.failing) and seen.day == day) for day in (*SPRINGS, *AUTUMNS)},
    "in the repeated hour": lambda seen: bool(seen.answer.failing) and seen.is_repeated(),
    "area unknown, beside a limit": lambda seen: seen.look.asked.area is None and any(one.limited_to for one in seen.passing()),
    "trimmed": lambda seen: bool(seen.answer.trimmed),
    "three of a type kept": lambda seen: any([kind for _, kind in seen.answer.ordered].count(kind) > 2 == seen.look.keep(kind) - 1 for _, kind in seen.answer.ordered),
    "one gp practice of several kept": lambda seen: [kind for _, kind in seen.answer.ordered].count("gp-practice") > 1,
    "holiday hours": some(passing, lambda seen, one: seen.day in seen.situation.directory.holidays and one.opening.holiday is not None and not dates_of(seen, one)),
    "closed for a holiday": some(alone("hours"), lambda seen, one: seen.day in seen.situation.directory.holidays and one.opening.holiday == ()),
    "hours of a date": some(passing, dates_of),
    "closed on a date": some(alone("hours"), dates_of),
    "open from yesterday": some(passing, from_yesterday),
    "own practice": some(passing, lambda seen, one: one.ods is not None and one.ods == seen.look.asked.practice),
    "restricted to the practice": some(passing, lambda _seen, one: bool(one.practices)),
    "carries the role": some(passing, lambda _seen, one: bool(one.roles)),
    "opens on the window's last minute": some(passing, lambda seen, one: any(opens == seen.look.window[1] for opens, _ in seen.bounds[one.id])),
    "opens a minute after the window": some(alone("hours"), lambda seen, one: any(opens == seen.look.window[1] + 1 for opens, _ in seen.bounds[one.id])),
    "closes as the window starts": some(passing, lambda seen, one: any(closes == seen.look.window[0] for _, closes in seen.bounds[one.id])),
    "closes a minute before the window": some(alone("hours"), lambda seen, one: any(closes == seen.look.window[0] - 1 for _, closes in seen.bounds[one.id])),
    "opens just soon enough": some(passing, lambda seen, one: bool(one.only_if_open) and seen.bounds[one.id][0][0] == seen.look.at + (one.only_if_open or 0)),
    "opens a minute too late": some(alone("only-if-open"), lambda seen, one: seen.bounds[one.id][0][0] == seen.look.at + (one.only_if_open or 0) + 1),
    "on the square's edge": some(passing, lambda seen, one: offset(seen, one) == seen.look.distance[0]),
    "a metre beyond the square": some(alone("distance"), lambda seen, one: offset(seen, one) == seen.look.distance[0] + 1),
    "inside without a place": some(passing, lambda seen, one: offset(seen, one) == -1),
    "on an age bound": some(passing, lambda seen, one: on_age_bound(seen, one, 0)),
    "a day beyond an age bound": some(alone("age"), lambda seen, one: on_age_bound(seen, one, 1)),
    "red since this minute": some(alone("capacity"), lambda seen, one: any(row[0] == seen.look.at and row[2] == "red" for row in rows(seen, one))),
    "red from the next minute": some(passing, lambda seen, one: any(row[0] == seen.look.at + 1 and row[2] == "red" for row in rows(seen, one))),
    "red until this minute": some(passing, lambda seen, one: any(row[1] == seen.look.at and row[2] == "red" for row in rows(seen, one))),
    "red for one more minute": some(alone("capacity"), lambda seen, one: any(row[1] == seen.look.at + 1 and row[2] == "red" for row in rows(seen, one))),
    "a later row over a red one": some(passing, lambda seen, one: [row[2] for row in rows(seen, one) if row[0] <= seen.look.at and (row[1] is None or row[1] > seen.look.at)][-2:-1] == ["red"]),
    "a first ranking applies": lambda seen: seen.answer.ranking is not None and seen.answer.ranking.line == 10,
    "a later ranking applies": lambda seen: seen.answer.ranking is not None and seen.answer.ranking.line > 10,
    "no ranking applies": lambda seen: seen.answer.ranking is None and bool(seen.situation.directory.policy.ranking) and bool(seen.answer.offers),
    "validated": lambda seen: seen.answer.validated_by is not None,
    "validated instead of a dispatch": lambda seen: seen.answer.validated_by == "Dx333",
    "no validator found": lambda seen: seen.situation.directory.policy.validate and seen.answer.validated_by is None and seen.answer.outcome == "routed" and seen.look.asked.disposition in ("Dx02", "Dx03", "Dx89", "Dx92"),
    "plan offers": lambda seen: seen.answer.plan is not None and any(offer.rank is None for offer in seen.answer.offers) and seen.answer.outcome == "routed",
    "plan offers beside a validation": lambda seen: seen.answer.plan is not None and seen.answer.validated_by is not None and seen.answer.offers[0].rank is None,
    "plan bars a candidate": some(alone("care-plan"), lambda seen, one: one.id not in [offer.id for offer in seen.answer.offers]),
    "plan bars the catch-all": lambda seen: seen.answer.plan is not None and seen.answer.outcome == "no-service" and any(one.type == EMERGENCY_DEPARTMENT for one in seen.services),
    "plan not in force": lambda seen: seen.answer.plan is None and bool(seen.answer.offers) and any(seen.situation.plans.values()),
    "dispatch of several, by id": ambulances,
    "dispatch with a fault": lambda seen: seen.answer.outcome == "dispatch" and bool(seen.answer.asked.faults),
    "no ambulance to dispatch": lambda seen: seen.answer.outcome == "dispatch" and not seen.answer.offers and any(one.type == AMBULANCE for one in seen.situation.directory.services.values()),
    "a third call": lambda seen: "repeat-caller" in seen.answer.asked.marks and seen.answer.outcome == "routed",
    "a third call, but more urgent": lambda seen: len(seen.situation.call.previous_calls) > 2 and seen.answer.asked.disposition in ("Dx02", "Dx011"),
    "caught though red": some(caught, lambda seen, one: seen.look.is_red(one)),
    "caught though closed": some(caught, lambda seen, one: not seen.look.line(one).is_open(seen.look.at)),
    "caught though of another age": some(caught, lambda seen, one: not seen.look.takes_age(one)),
    "caught though of another sex": some(caught, lambda seen, one: not seen.look.takes_sex(one)),
    "caught beyond the search": some(caught, lambda seen, one: offset(seen, one) > seen.look.distance[0]),
    "two of three caught": lambda seen: len([*caught(seen)]) == 2 and sum(one.type == EMERGENCY_DEPARTMENT for one in seen.services) > 2,
}  # fmt: skip

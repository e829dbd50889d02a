"""One call through a directory that is kept compiled: the plain engine over the few services that could matter.

Services that fail a check of the first pass, or two of the second, are neither offered nor near
misses; leaving them out changes no answer (a property test says so), and they are never even read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from dos_router.model.answer import Answer
from dos_router.model.call import Request
from dos_router.model.directory import Directory
from dos_router.model.service import AMBULANCE, EMERGENCY_DEPARTMENT, SEXES, VALIDATION_TYPES
from dos_router.routing.calendar import Calendar
from dos_router.routing.compiled.reach import Reach, places_in
from dos_router.routing.compiled.whole import StoredServices
from dos_router.routing.distances import NATIONAL_METRES, search_area
from dos_router.routing.explain import explain
from dos_router.routing.window import open_in_window, opening_window


def route_one(request: Request, directory: Directory, services: StoredServices, reach: Reach) -> Answer:
    """Answer a request; `directory` holds all but the live capacity lazily. Raises Damaged."""
    wanted = _Reached(request, directory, reach).services()
    some = MappingProxyType({services.names[place]: services.at(place) for place in places_in(wanted)})
    return explain(replace(directory, services=some), request).answer


class _Reached:
    """The services that could matter to one request, as bits."""

    def __init__(self, request: Request, directory: Directory, reach: Reach) -> None:
        self.request, self.directory, self.reach = request, directory, reach

    def services(self) -> int:
        known = self.directory.reference.dispositions
        disposition = known[self.request.disposition]
        validating = known.get(disposition.validated_by or "") if self.directory.policy.validate else None
        found = self.reach.has(f"type {AMBULANCE}") if disposition.dispatch else 0
        if validating:
            found |= self.searched(validating.code, validating.timeframe, VALIDATION_TYPES)
        if disposition.search:
            found |= self.searched(disposition.code, disposition.timeframe, None)
            found |= self.near(self.reach.has("active") & self.reach.has(f"type {EMERGENCY_DEPARTMENT}"),
                               NATIONAL_METRES)  # fmt: skip
        return found

    def searched(self, code: str, timeframe: int | None, types: Iterable[str] | None) -> int:
        """Return what passes the first pass and fails at most one of the checks that can be told at once."""
        reach = self.reach
        possible = self.first_pass()
        if types is not None:
            possible &= self.any_of(f"type {kind}" for kind in types)
        possible = self.near(possible, search_area(self.request, self.directory.policy).metres)
        once, twice = 0, 0
        for failing in (~reach.has(f"disposition {code}"), self.lacks_code(), self.other_age(), self.limited("role"),
                        self.limited("area")):  # fmt: skip
            twice |= once & failing
            once |= failing
        possible &= ~twice
        closed = self.closed(possible, timeframe)
        return possible & ~(once & closed)

    def first_pass(self) -> int:
        reach, request = self.reach, self.request
        possible = reach.has("active") & ~reach.has(f"type {AMBULANCE}")
        possible &= reach.has("everything") | reach.has(f"group {request.symptom_group}")
        for sex in SEXES:
            if request.sex == sex or request.sex not in SEXES:
                possible &= reach.has(f"sex {sex}")
        return possible & (~reach.has("practice limited") | reach.has(f"practice {request.practice}"))

    def near(self, possible: int, metres: int) -> int:
        """Return those that have no place, or one inside the square around the caller's."""
        here = self.request.point
        if here is None:
            return possible
        east, north = self.reach.east, self.reach.north
        located = self.reach.has("located")
        west, south = here.easting - metres, here.northing - metres
        inside = (
            place
            for place in places_in(possible & located)
            if 0 <= east[place] - west <= 2 * metres and 0 <= north[place] - south <= 2 * metres
        )
        return possible & ~located | _bits_of(inside, len(east))

    def lacks_code(self) -> int:
        group, lacking = self.request.symptom_group, 0
        whole = self.reach.has("everything") | self.reach.has(f"pair {group} *")
        for code in self.request.symptom_discriminators:
            lacking |= ~(whole | self.reach.has(f"pair {group} {code}"))
        return lacking

    def other_age(self) -> int:
        days = self.request.age_days
        if days is None:
            return 0
        others = {
            number
            for number, ranges in enumerate(self.reach.age_ranges())
            if ranges and not any(one.contains(days) for one in ranges)
        }
        ages = self.reach.ages
        return _bits_of((place for place in range(len(ages)) if ages[place] in others), len(ages)) if others else 0

    def limited(self, kind: str) -> int:
        name = getattr(self.request, kind)
        if kind == "area" and name is None:
            return 0
        return self.reach.has(f"{kind} limited") & ~self.reach.has(f"{kind} {name}")

    def closed(self, possible: int, timeframe: int | None) -> int:
        """Return which of these no spell of opening brings into the window; each hours are looked at once."""
        calendar = Calendar(self.directory.zone, self.directory.holidays)
        window = opening_window(self.request.at, timeframe)
        known: dict[int, bool] = {}
        shut = []
        for place in places_in(possible):
            number = self.reach.hours[place]
            if number not in known:
                known[number] = open_in_window(calendar, self.reach.opening(number), window)
            if not known[number]:
                shut.append(place)
        return _bits_of(shut, len(self.reach.hours))

    def any_of(self, names: Iterable[str]) -> int:
        found = 0
        for name in names:
            found |= self.reach.has(name)
        return found


def _bits_of(places: Iterable[int], count: int) -> int:
    content = bytearray(count // 8 + 1)
    for place in places:
        content[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(content, "little")

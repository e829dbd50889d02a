"""A directory of services: who commissions it, where it reaches, and all that a routing needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dos_router.diagnostics import Location
from dos_router.model.ages import AGE_LIMIT_DAYS, days_of
from dos_router.model.policy import Policy
from dos_router.model.postcodes import widening
from dos_router.model.service import Point, Service
from dos_router.model.sign_off import SignOff
from dos_router.reference import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Commissioner:
    """Who pays for and signs off services in some areas; one of them leads."""

    id: str
    name: str
    areas: frozenset[str]
    ods: str | None = None
    lead: bool = False


class Place(NamedTuple):
    """Where a postcode, sector or district is, and whose area it is in (None: not known)."""

    point: Point
    area: str | None


class FoundPlace(NamedTuple):
    """A place, and by what it was found: `postcode`, `sector` or `district`."""

    place: Place
    by: str


class CapacityRow(NamedTuple):
    """What a service said of its capacity, from `since` until `until` (UTC minutes; None: open-ended)."""

    since: int
    until: int | None
    status: str
    at: Location


class AgeBand(NamedTuple):
    """A band of ages that a population may be counted by: its column, and its days, both ends included."""

    column: str
    low: int
    high: int


AGE_BANDS = (
    AgeBand("people_0_4", 0, days_of(5, "y") - 1),
    AgeBand("people_5_17", days_of(5, "y"), days_of(18, "y") - 1),
    AgeBand("people_18_64", days_of(18, "y"), days_of(65, "y") - 1),
    AgeBand("people_65_74", days_of(65, "y"), days_of(75, "y") - 1),
    AgeBand("people_75_84", days_of(75, "y"), days_of(85, "y") - 1),
    AgeBand("people_85_plus", days_of(85, "y"), AGE_LIMIT_DAYS - 1),
)


class SmallArea(NamedTuple):
    """A point of `population.csv` and how many people live around it.

    `bands` are the people of each of AGE_BANDS, where the file counts them; `deprivation` is the
    decile, 1 the most deprived.
    """

    id: str
    place: Place
    people: int
    postcode: str | None
    bands: tuple[int, ...] | None = None
    deprivation: int | None = None


class Quarantined(NamedTuple):
    """A service record too defective to use: it is named, and treated as closed."""

    id: str
    at: Location
    type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """One directory with all that it includes; `services` are ordered by id.

    `valid` is a pair of UTC minutes, from (included) until (excluded). `capacity` holds the rows of
    each service by rising `since`. `own` are the ids of its own services, `own_areas` and `own_commissioners`
    those of its own directory.yaml; the rest are included.
    `sign_off` says how far it is signed off, None where nobody judged it.
    """

    id: str
    title: str
    serial: int
    folder: str
    valid: tuple[int, int]
    zone: ZoneInfo
    commissioners: Mapping[str, Commissioner]
    areas: Mapping[str, str]
    services: Mapping[str, Service]
    policy: Policy
    places: Mapping[str, Place]
    holidays: Mapping[date, str]
    reference: Reference
    capacity: Mapping[str, tuple[CapacityRow, ...]] = field(default_factory=lambda: MappingProxyType({}))
    population: tuple[SmallArea, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    own: frozenset[str] = frozenset()
    own_areas: frozenset[str] = frozenset()
    own_commissioners: frozenset[str] = frozenset()
    sign_off: SignOff | None = field(default=None, compare=False)

    def find_place(self, postcode: str) -> FoundPlace | None:
        """Return the place of a parsed postcode: itself, else its sector, else its district."""
        for kind, name in widening(postcode):
            if name in self.places:
                return FoundPlace(self.places[name], kind)
        return None

    def commissioners_of(self, area: str | None) -> frozenset[str]:
        """Return the ids of the commissioners of an area; none for an unknown one."""
        return frozenset(one.id for one in self.commissioners.values() if area in one.areas)

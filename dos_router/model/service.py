"""Providers, their services, and the terms on which a service may be offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from dos_router.diagnostics import Location
from dos_router.model.ages import AgeRange
from dos_router.model.opening import Opening
from dos_router.model.symptoms import Symptoms

SEXES = ("female", "male")
STATUSES = ("active", "commissioning", "pending", "suspended", "closed", "retired", "template")
REFERRALS = ("walk-in", "phone", "booking", "callback", "dispatch")
AMBULANCE = "emergency-ambulance"
EMERGENCY_DEPARTMENT = "emergency-department"
VALIDATION_TYPES = frozenset({"clinical-validation", "clinical-assessment", "paediatric-clinical-assessment"})


class Point(NamedTuple):
    """A place on the British National Grid, in whole metres."""

    easting: int
    northing: int


@dataclass(frozen=True, slots=True)
class Provider:
    """Who runs services: the block that heads a file of `services/`."""

    name: str
    ods: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """When a record was last verified, by whom, and when it is due again."""

    on: date | None = None
    by: str | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service of a directory; an empty set of a limit means that it does not limit.

    `dispositions` and `symptoms` unite its profiles and its own lists. `only_if_open` is in minutes
    (0: open now). `lines` says where each field stands, by its name in the file, with
    `dates/2026-12-25` for one date; `at` is where the record begins.
    """

    id: str
    name: str
    type: str
    provider: Provider
    opening: Opening
    at: Location = field(compare=False)
    public_name: str | None = None
    status: str = "active"
    ods: str | None = None
    address: tuple[str, ...] = ()
    postcode: str | None = None
    point: Point | None = None
    phone: str | None = None
    professional_phone: str | None = None
    only_if_open: int | None = None
    handles: tuple[str, ...] = ()
    symptoms: Symptoms = field(default_factory=Symptoms)
    dispositions: frozenset[str] = frozenset()
    ages: tuple[AgeRange, ...] = ()
    sexes: frozenset[str] = frozenset(SEXES)
    roles: frozenset[str] = frozenset()
    practices: frozenset[str] = frozenset()
    limited_to: frozenset[str] = frozenset()
    commissioned_by: frozenset[str] = frozenset()
    referral: str | None = None
    referral_note: str | None = None
    checked: Checked | None = None
    lines: Mapping[str, Location] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    @property
    def is_active(self) -> bool:
        """Say whether its status lets it be offered at all."""
        return self.status == "active"

    def takes_age(self, days: int) -> bool:
        """Say whether an age in days lies in one of its ranges."""
        return not self.ages or any(ages.contains(days) for ages in self.ages)

    def takes_sex(self, sex: str) -> bool:
        """Say whether it takes the caller's sex; `indeterminate` needs a service that takes both."""
        return sex in self.sexes or (sex == "indeterminate" and len(self.sexes) == len(SEXES))

    def line(self, *names: str) -> Location:
        """Return where the first of these fields that is stated stands, else where the record begins."""
        return next((self.lines[name] for name in names if name in self.lines), self.at)


def squared_distance(here: Point, there: Point | None) -> int | None:
    """Return the straight-line distance squared, in square metres; None for a service without a place."""
    if there is None:
        return None
    return (here.easting - there.easting) ** 2 + (here.northing - there.northing) ** 2

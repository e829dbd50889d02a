"""What all situations of the generator share: reference tables, places, areas, and what may be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from dos_router.model.directory import Commissioner, Directory, Place
from dos_router.model.policy import Policy
from dos_router.model.service import Point
from dos_router.reference import Disposition, Reference, ServiceType, load_reference

ZONE = ZoneInfo("Europe/London")
FAR = 2**31  # minutes: no call is later
ODD_TIMEFRAMES = (None, 8, 29, 31, 45, 59, 61, 75, 89, 90, 91)
AREAS = ("east", "north", "west")
COMMISSIONERS = {
    "one": frozenset({"east"}),
    "two": frozenset({"west"}),
    "three": frozenset({"east", "north"}),
    "none": frozenset[str](),
}
PLACES = {
    "CT9 4AN": Place(Point(500_000, 260_000), "east"),
    "CT9 4": Place(Point(501_000, 261_000), "east"),
    "CT9": Place(Point(502_500, 259_000), "west"),
    "ME1": Place(Point(474_000, 268_000), "north"),
    "TN1 1AA": Place(Point(458_000, 239_000), None),
}
VALIDATORS = ("clinical-assessment", "clinical-validation", "paediatric-clinical-assessment")
KINDS = (
    "pharmacy",
    "gp-practice",
    "urgent-treatment-centre",
    "walk-in-centre",
    "emergency-department",
    "emergency-ambulance",
    *VALIDATORS,
    "odd-unranked",
    "odd-three",
)
ORDINARY_CODES = ("Dx05", "Dx08", "Dx09", "Dx32", "Dx34", "Dx50", "Dx331", "Dx93", "Dx28")
VALIDATED_CODES = ("Dx02", "Dx03", "Dx89", "Dx92")
DISPATCH_CODES = ("Dx011", "Dx0102", "Dx012", "Dx013", "Dx01214", "Dx023", "Dx62")


def _reference() -> Reference:
    """Return the shipped tables, with dispositions of odd timeframes and types without rank or limit.

    One that needs no service has a validating disposition all the same, of which nothing may come.
    """
    shipped, _ = load_reference()
    emergency, police = shipped.dispositions["Dx02"], shipped.dispositions["Dx49"]
    odd = {
        f"Dx9{minutes or 0:03}": Disposition(
            f"Dx9{minutes or 0:03}", "odd timeframe", minutes, "odd", True, False, None, False, 12
        )
        for minutes in ODD_TIMEFRAMES
    } | {"Dx49": replace(police, validated_by=emergency.validated_by)}
    types = {
        "odd-unranked": ServiceType("odd-unranked", "no rank, no limit", None, None, None, 5),
        "odd-three": ServiceType("odd-three", "three are kept", None, 4, 3, 5),
    }
    return replace(
        shipped,
        dispositions=MappingProxyType({**shipped.dispositions, **odd}),
        service_types=MappingProxyType({**shipped.service_types, **types}),
    )


REFERENCE = _reference()
ODD_CODES = tuple(code for code in REFERENCE.dispositions if code.startswith("Dx9") and len(code) == len("Dx9061"))


def directory_shell(policy: Policy, holidays: Mapping[date, str]) -> Directory:
    """Return a directory that lacks only its services, and what depends on the moment."""
    commissioners = {name: Commissioner(id=name, name=name, areas=areas) for name, areas in COMMISSIONERS.items()}
    return Directory(
        id="shell",
        title="a directory",
        serial=1,
        folder="",
        valid=(0, FAR),
        zone=ZONE,
        commissioners=MappingProxyType(commissioners),
        areas=MappingProxyType({area: area.title() for area in AREAS}),
        services=MappingProxyType({}),
        policy=policy,
        places=MappingProxyType(PLACES),
        holidays=MappingProxyType(dict(holidays)),
        reference=REFERENCE,
    )

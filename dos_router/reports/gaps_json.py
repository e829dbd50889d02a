"""The JSON of `gaps` (analysis.md): every box with its witness; times are half-open, local with offset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from dos_router.analysis.gap_changes.instead import Instead
from dos_router.analysis.gap_changes.near_misses import Closing
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.diagnostics import Location
from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.moments import iso
from dos_router.reports.route_json import DirectoryJson
from dos_router.reports.sign_off_json import SignOffJson, sign_off_json


class InsteadJson(TypedDict):
    """What the witness is offered instead; `km` is null for a service without a place."""

    outcome: str
    service: str | None
    km: float | None


class ClosingJson(TypedDict):
    """A service that fails one check for the whole box, and the smallest change that would close it."""

    service: str
    failed: str
    change: str


class WitnessJson(TypedDict):
    """A call that shows the gap; what only some calls need is there where it decides."""

    at: str
    easting: int | None
    northing: int | None
    area: str | None
    age: str | None
    sex: str | None
    disposition: str | None
    symptom_group: str | None
    symptom_discriminator: str
    postcode: NotRequired[str]
    distance_km: NotRequired[str]
    practice: NotRequired[str]


class FindingJson(TypedDict):
    """One box: every need at every place for every age, sex and time.

    `ages_days` are both included, `times` half-open. Of `unreachable`, `service` is what it is about.
    """

    kind: str
    needs: list[list[str]]
    places: list[str]
    ages_days: list[list[int]]
    sexes: list[str]
    times: list[list[str]]
    people: int
    weight: float
    calls_per_year: float | None
    instead: InsteadJson | None
    near_misses: list[ClosingJson]
    witness: WitnessJson | None
    lines: list[str]
    service: NotRequired[str]


class CountedJson(TypedDict):
    """How many of the calls given a service missed by one check alone."""

    service: str
    failed: str
    calls: int


GapsJson = TypedDict(
    "GapsJson",
    {
        "from": str,
        "until": str,
        "cells": int,
        "needs": int,
        "places": int,
        "findings": list[FindingJson],
        "boxes": int,
        "at_least": int,
        "complete": bool,
        "kinds": list[str],
        "resilience": str,
        "content_sha256": str,
        "own_patients_only": list[str],
        "near_misses": list[CountedJson] | None,
        "directory": DirectoryJson,
        "sign_off": SignOffJson,
    },
)


def gaps_json(
    gaps: Gaps, findings: Sequence[GapFinding], directory: Directory, counted: Mapping[tuple[str, str], int] | None
) -> GapsJson:
    """Return gaps as a JSON object; `findings` are theirs, filled in, `counted` the near misses of calls."""
    return {
        "from": iso(gaps.horizon.start, directory.zone),
        "until": iso(gaps.horizon.end, directory.zone),
        "cells": gaps.cells,
        "needs": len(gaps.needs),
        "places": len(gaps.places),
        "findings": [finding_json(one, directory) for one in findings],
        "boxes": gaps.boxes,
        "at_least": gaps.at_least,
        "complete": gaps.complete,
        "kinds": [kind.value for kind in gaps.kinds],
        "resilience": gaps.resilience.value,
        "content_sha256": gaps.content,
        "own_patients_only": list(gaps.own_patients_only),
        "near_misses": None if counted is None else counted_json(counted),
        "directory": {"id": directory.id, "serial": directory.serial},
        "sign_off": sign_off_json(directory.sign_off),
    }


def finding_json(finding: GapFinding, directory: Directory) -> FindingJson:
    """Return one finding as a JSON object."""
    found: FindingJson = {
        "kind": finding.kind.value,
        "needs": [list(need) for need in finding.needs],
        "places": [place.id for place in finding.places],
        "ages_days": [list(ages) for ages in finding.ages_days],
        "sexes": list(finding.sexes),
        "times": [[iso(start, directory.zone), iso(end, directory.zone)] for start, end in finding.times],
        "people": round(finding.people),
        "weight": round(finding.weight, 1),
        "calls_per_year": None if finding.calls_per_year is None else round(finding.calls_per_year, 1),
        "instead": _instead(finding.instead),
        "near_misses": [_closing(one) for one in finding.near_misses if isinstance(one, Closing)],
        "witness": None if finding.witness is None else witness_json(finding.witness),
        "lines": [_line(at) for at in finding.lines],
    }
    if not finding.places:
        found["service"] = finding.services[0]
    return found


def counted_json(counted: Mapping[tuple[str, str], int]) -> list[CountedJson]:
    """Return counts of near misses, the most first."""
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [{"service": service, "failed": check, "calls": calls} for (service, check), calls in ordered]


def witness_json(witness: CallText) -> WitnessJson:
    """Return a call as a JSON object."""
    found: WitnessJson = {
        "at": witness.at or "",
        "easting": int(witness.easting) if witness.easting else None,
        "northing": int(witness.northing) if witness.northing else None,
        "area": witness.area,
        "age": witness.age,
        "sex": witness.sex,
        "disposition": witness.disposition,
        "symptom_group": witness.symptom_group,
        "symptom_discriminator": "+".join(witness.symptom_discriminators),
    }
    if witness.postcode:
        found["postcode"] = witness.postcode
    if witness.distance_km:
        found["distance_km"] = witness.distance_km
    if witness.practice:
        found["practice"] = witness.practice
    return found


def _instead(instead: object) -> InsteadJson | None:
    if not isinstance(instead, Instead):
        return None
    return {"outcome": instead.outcome, "service": instead.service, "km": instead.km}


def _closing(one: Closing) -> ClosingJson:
    return {"service": one.service, "failed": one.failed, "change": one.change}


def _line(at: Location) -> str:
    return str(at._replace(column=0))

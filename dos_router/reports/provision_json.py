"""Provision in the JSON of `duplicates`: what each service does, those that do nothing of their own, what overlaps."""

from __future__ import annotations

from typing import TypedDict

from dos_router.analysis.provision.findings import Duty, Overlap, Provision, ProvisionFinding
from dos_router.model.directory import Directory
from dos_router.model.moments import iso
from dos_router.reports.gaps_json import WitnessJson, witness_json
from dos_router.reports.sign_off_json import SignOffJson, sign_off_json


class DutyJson(TypedDict):
    """What one service does, in person-hours over all needs: a candidate, offered, first, the only one."""

    service: str
    type: str
    provider: str
    candidate: float
    offered: float
    first: float
    unique: float


class ShareJson(TypedDict):
    """Another service, and the part of the person-hours in which it takes the place."""

    service: str
    share: float


class ProvisionFindingJson(TypedDict):
    """A service that never does something: `kind` is the worst, `kinds` all that hold.

    `by` take its place, with their shares; `together` are a few of them who take all of it. Only a
    `dead` one has a `reason`, and no witness.
    """

    kind: str
    kinds: list[str]
    service: str
    type: str
    provider: str
    candidate: float
    offered: float
    first: float
    unique: float
    by: list[ShareJson]
    together: list[str]
    reason: str | None
    witness: WitnessJson | None
    lines: list[str]


class OverlapPairJson(TypedDict):
    """Two services of a type, and the part of the person-hours of either that both answer."""

    services: list[str]
    share: float


class OverlapJson(TypedDict):
    """The services of a type: person-hours that any answers, and those that several do."""

    type: str
    services: int
    answered: float
    shared: float
    pairs: list[OverlapPairJson]


class IdleEntryJson(TypedDict):
    """A ranking entry that never applies, or changes no order; counted from 1."""

    entry: int
    effect: str
    at: str


class ProvisionJson(TypedDict):
    """Services that do the same, exactly; `single` are the answered person-hours that one provider alone answers."""

    until: str
    needs: int
    places: int
    findings: list[ProvisionFindingJson]
    services: list[DutyJson]
    overlap: list[OverlapJson]
    policy_rules: list[IdleEntryJson]
    answered: float
    single: float
    own_patients_only: list[str]
    sign_off: SignOffJson


def provision_json(found: Provision, directory: Directory) -> ProvisionJson:
    """Return what services do as a JSON object."""
    return {
        "until": iso(found.horizon.end, directory.zone),
        "needs": len(found.needs),
        "places": len(found.places),
        "findings": [_finding(one) for one in found.findings],
        "services": [_duty(one) for one in found.duties],
        "overlap": [_overlap(one) for one in found.overlaps],
        "policy_rules": [
            {
                "entry": one.number + 1,
                "effect": "never applies" if one.never_applies else "changes no order",
                "at": str(one.at),
            }
            for one in found.idle_entries
        ],
        "answered": round(found.answered, 1),
        "single": round(found.single, 1),
        "own_patients_only": list(found.own_patients_only),
        "sign_off": sign_off_json(directory.sign_off),
    }


def _finding(one: ProvisionFinding) -> ProvisionFindingJson:
    return {
        "kind": one.lack.value,
        "kinds": [lack.value for lack in one.lacks],
        **_duty(one.duty),
        "by": [{"service": share.service, "share": round(share.share, 6)} for share in one.by],
        "together": list(one.needed_together),
        "reason": one.reason,
        "witness": None if one.witness is None else witness_json(one.witness),
        "lines": [str(at._replace(column=0)) for at in one.lines],
    }


def _duty(duty: Duty) -> DutyJson:
    return {
        "service": duty.service,
        "type": duty.type,
        "provider": duty.provider,
        "candidate": round(duty.candidate, 1),
        "offered": round(duty.offered, 1),
        "first": round(duty.first, 1),
        "unique": round(duty.unique, 1),
    }


def _overlap(one: Overlap) -> OverlapJson:
    return {
        "type": one.type,
        "services": one.services,
        "answered": round(one.answered, 1),
        "shared": round(one.shared, 1),
        "pairs": [{"services": [pair.first, pair.second], "share": round(pair.share, 6)} for pair in one.pairs],
    }

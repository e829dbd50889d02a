"""The JSON of `verify`: the mark as in every output, each reason, who is missing for which records."""

from __future__ import annotations

from typing import TypedDict

from dos_router.reports.diagnostics_json import DiagnosticJson, diagnostic_json
from dos_router.reports.sign_off_json import SignOffJson, sign_off_json
from dos_router.signoff.standing import PAPERWORK, Standing


class MissingJson(TypedDict):
    """An approval that is missing; the owner `quorum` stands for more people."""

    owner: str
    serial: int
    records: list[str]
    who_may_sign: list[str]


class SuspensionJson(TypedDict):
    """A service that takes no callers for a while."""

    service: str
    issued_at: str
    until: str
    note: str


class VerifyJson(TypedDict):
    """What `verify --json` prints."""

    directory: str
    status: str
    sign_off: SignOffJson
    valid: dict[str, str] | None
    reasons: list[DiagnosticJson]
    missing: list[MissingJson]
    changed: list[str]
    signers: list[str]
    suspensions: list[SuspensionJson]
    note: str


def verify_json(standing: Standing) -> VerifyJson:
    """Return how a directory stands as one JSON object."""
    validity = standing.validity
    return {
        "directory": standing.directory,
        "status": standing.status.value,
        "sign_off": sign_off_json(standing.sign_off),
        "valid": {"from": validity[0], "until": validity[1]} if validity else None,
        "reasons": [diagnostic_json(reason) for reason in standing.reasons],
        "missing": [
            {"owner": one.owner, "serial": one.serial, "records": list(one.records), "who_may_sign": list(one.people)}
            for one in standing.missing
        ],
        "changed": list(standing.changed),
        "signers": list(standing.signers),
        "suspensions": [
            {"service": one.service, "issued_at": one.issued_at, "until": one.until, "note": one.note}
            for one in standing.suspensions
        ],
        "note": PAPERWORK,
    }

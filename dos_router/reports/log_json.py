"""The JSON of `log`: the chain of sign-offs, the newest first."""

from __future__ import annotations

from typing import TypedDict

from dos_router.signoff.history import Told


class EntryJson(TypedDict):
    """One statement; `counts` by what became of records, `refused` says why signatures do not count."""

    serial: int
    statement_sha256: str
    previous: str | None
    issued_at: str | None
    valid_from: str | None
    valid_until: str | None
    counts: dict[str, int]
    signers: list[str]
    refused: list[str]
    revoked_by: list[str]
    note: str | None


class LogJson(TypedDict):
    """What `log --json` prints."""

    directory: str
    statements: list[EntryJson]


def log_json(told: list[Told], directory: str) -> LogJson:
    """Return the chain as one JSON object."""
    return {"directory": directory, "statements": [_entry(one) for one in told]}


def _entry(one: Told) -> EntryJson:
    statement = one.statement
    return {
        "serial": one.serial,
        "statement_sha256": one.sha256,
        "previous": statement.previous if statement else None,
        "issued_at": statement.issued_at if statement else None,
        "valid_from": statement.valid_from if statement else None,
        "valid_until": statement.valid_until if statement else None,
        "counts": dict(sorted(one.counts.items())),
        "signers": list(one.signers),
        "refused": list(one.refused),
        "revoked_by": list(one.revoked_by),
        "note": statement.note if statement else None,
    }

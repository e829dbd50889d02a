"""The JSON of `diff`: every change in meaning, and by their numbers whose they are."""

from __future__ import annotations

from typing import TypedDict

from dos_router.analysis.difference import Change, Difference, Version
from dos_router.diagnostics import Location


class VersionJson(TypedDict):
    """One of the two directories compared."""

    id: str
    title: str
    serial: int
    folder: str


class ChangeJson(TypedDict):
    """One change; `before` is null for what is gained, `after` for what is lost, a place where there is none."""

    kind: str
    id: str
    field: str
    what: str
    before: str | None
    after: str | None
    note: str | None
    name: str | None
    provider: str | None
    included: bool
    base_at: str | None
    proposed_at: str | None
    signers: list[str]


class SignerJson(TypedDict):
    """Who must sign; `changes` are the numbers, from 0, of the changes that are theirs."""

    commissioner: str
    name: str
    lead: bool
    changes: list[int]


class ProviderJson(TypedDict):
    """A provider, and the numbers, from 0, of the changes of its services."""

    provider: str
    changes: list[int]


class DiffJson(TypedDict):
    """What `diff --json` prints."""

    base: VersionJson
    proposed: VersionJson
    changed: bool
    changes: list[ChangeJson]
    signers: list[SignerJson]
    providers: list[ProviderJson]


def diff_json(difference: Difference) -> DiffJson:
    """Return a difference as a JSON object."""
    changes = difference.changes
    return {
        "base": _version(difference.base),
        "proposed": _version(difference.proposed),
        "changed": bool(changes),
        "changes": [_change(change) for change in changes],
        "signers": [
            {
                "commissioner": signer,
                "name": difference.commissioners[signer],
                "lead": signer in difference.leads,
                "changes": [number for number, change in enumerate(changes) if signer in change.signers],
            }
            for signer in difference.signers
        ],
        "providers": [
            {
                "provider": provider,
                "changes": [number for number, change in enumerate(changes) if change.provider == provider],
            }
            for provider in difference.by_provider()
        ],
    }


def _version(version: Version) -> VersionJson:
    return {"id": version.id, "title": version.title, "serial": version.serial, "folder": version.folder}


def _change(change: Change) -> ChangeJson:
    return {
        "kind": change.kind.value,
        "id": change.id,
        "field": change.field,
        "what": change.what,
        "before": change.before,
        "after": change.after,
        "note": change.note,
        "name": change.name,
        "provider": change.provider,
        "included": change.included,
        "base_at": _place(change.base_at),
        "proposed_at": _place(change.proposed_at),
        "signers": list(change.signers),
    }


def _place(at: Location | None) -> str | None:
    return None if at is None else str(at)

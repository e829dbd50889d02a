"""The JSON of `sign`: what was done, what it approves, who is still to sign, and what it changes for callers."""

from __future__ import annotations

from typing import TypedDict

from dos_router.reports.diff_json import DiffJson, diff_json
from dos_router.reports.sign_text import Review
from dos_router.reports.verify_json import VerifyJson, verify_json
from dos_router.signoff.approvals import Missing
from dos_router.signoff.standing import Standing


class RecordChangeJson(TypedDict):
    """A record that is approved anew; `fields` are those that changed, `owners` who must approve them."""

    record: str
    what: str
    fields: list[str]
    owners: list[str]


class NeededJson(TypedDict):
    """Whose approval a statement needs, for which records, and who may give it."""

    owner: str
    records: list[str]
    who_may_sign: list[str]


class MovedJson(TypedDict):
    """Of the calls asked, how many are answered otherwise, and a few of them in words."""

    asked: int
    moved: int
    shown: list[str]


class SignJson(TypedDict):
    """What `sign --json` prints. `action` is prepared, signed, revoked or suspended; `standing` as of `verify`."""

    action: str
    directory: str
    serial: int | None
    written: str
    changes: list[RecordChangeJson]
    needed: list[NeededJson]
    difference: DiffJson | None
    moved: MovedJson | None
    standing: VerifyJson | None


def sign_json(
    action: str, directory: str, written: str, review: Review | None = None, standing: Standing | None = None
) -> SignJson:
    """Return what was done as one JSON object; orders have no review."""
    prepared = review.prepared if review else None
    moved = review.moved if review else None
    return {
        "action": action,
        "directory": directory,
        "serial": prepared.statement.serial if prepared else None,
        "written": written,
        "changes": [
            {"record": one.key, "what": one.what, "fields": sorted(one.fields), "owners": sorted(one.owners)}
            for one in (prepared.changes if prepared else ())
        ],
        "needed": [_needed(one) for one in (prepared.needed if prepared else ())],
        "difference": diff_json(review.difference) if review and review.difference else None,
        "moved": {"asked": moved.asked, "moved": moved.moved, "shown": list(moved.shown)} if moved else None,
        "standing": verify_json(standing) if standing else None,
    }


def _needed(one: Missing) -> NeededJson:
    return {"owner": one.owner, "records": list(one.records), "who_may_sign": list(one.people)}

"""What a statement approves itself, found by comparing it with the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dos_router.signoff.statement import Entry, Statement

EVERYTHING = frozenset({"all"})
WHOLE = "statement"  # the key under which a statement's own validity is approved


class Change(NamedTuple):
    """Something that a statement approves: whose it was and is, and which parts of it changed.

    `owners` is empty where it is the lead's alone; `after` are those whose it is from now on.
    """

    key: str
    what: str
    owners: frozenset[str]
    fields: frozenset[str]
    after: frozenset[str] = frozenset()


def changes(statement: Statement, previous: Statement | None) -> list[Change]:
    """Return what a statement approves itself, sorted by key, its own validity last."""
    old = previous.records if previous else {}
    found = [
        _changed(key, entry, old.get(key))
        for key, entry in statement.records.items()
        if entry.approved_in == statement.serial
    ]
    found += [
        Change(key, "removed", frozenset(owner.split(" ")), EVERYTHING) for key, owner in statement.removed.items()
    ]
    found += _files(statement.files, previous.files if previous else {})
    same = previous and (previous.valid_from, previous.valid_until) == (statement.valid_from, statement.valid_until)
    found.sort(key=lambda change: change.key)
    return [*found, Change(WHOLE, "validity", frozenset(), frozenset() if same else EVERYTHING)]


def changed_fields(key: str, entry: Entry, old: Entry | None) -> frozenset[str]:
    """Return which parts of a record changed, by the scopes that cover them; `all` where that is not known."""
    if old is None or old.owner != entry.owner or old.sha256 == entry.sha256:
        return EVERYTHING
    if key.startswith("profile/"):
        return frozenset({"capability"})
    parts = {part for part in entry.parts.keys() | old.parts.keys() if entry.parts.get(part) != old.parts.get(part)}
    return frozenset(parts) or EVERYTHING


def _changed(key: str, entry: Entry, old: Entry | None) -> Change:
    owners = entry.owners | (old.owners if old else frozenset())
    moved = old is not None and old.owner != entry.owner
    what = "added" if old is None else "moved" if moved else "renewed" if old.sha256 == entry.sha256 else "changed"
    return Change(key, what, owners, changed_fields(key, entry, old), entry.owners)


def _files(here: Mapping[str, str], before: Mapping[str, str]) -> list[Change]:
    return [
        Change(f"file/{path}", _what(path, here, before), frozenset(), EVERYTHING)
        for path in here.keys() | before.keys()
        if here.get(path) != before.get(path)
    ]


def _what(path: str, here: Mapping[str, str], before: Mapping[str, str]) -> str:
    if path not in before:
        return "added"
    return "changed" if path in here else "removed"

"""Who must sign, computed from the chain: never read from the statement that is judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dos_router.signoff.statement import Entry, Statement
from dos_router.signoff.trust import Trust

EVERYTHING = frozenset({"all"})
QUORUM = "quorum"


class Change(NamedTuple):
    """Something that a statement approves: whose approval it needs, and which parts of it changed."""

    key: str
    what: str
    owners: frozenset[str]
    fields: frozenset[str]


class Missing(NamedTuple):
    """An approval that is missing: of an owner, or of more people (`quorum`); for which records; who may give it."""

    owner: str
    serial: int
    records: tuple[str, ...]
    people: tuple[str, ...]


def changes(statement: Statement, previous: Statement | None) -> list[Change]:
    """Return what a statement approves itself; an owner of `` stands for the lead alone."""
    old = previous.records if previous else {}
    found = [
        _changed(key, entry, old.get(key))
        for key, entry in statement.records.items()
        if entry.approved_in == statement.serial
    ]
    found += [Change(key, "removed", _owners(owner), EVERYTHING) for key, owner in statement.removed.items()]
    found += _files(statement.files, previous.files if previous else {})
    same = previous and (previous.valid_from, previous.valid_until) == (statement.valid_from, statement.valid_until)
    return [*sorted(found), Change("statement", "validity", frozenset(), frozenset() if same else EVERYTHING)]


def changes_relied_upon(statements: Sequence[Statement]) -> dict[int, list[Change]]:
    """Return, by serial, the changes of a chain that its newest statement still rests on."""
    newest = statements[-1]
    found: dict[int, list[Change]] = {}
    gone: dict[str, int] = {}
    files: dict[str, int] = {}
    for previous, statement in zip([None, *statements], statements, strict=False):
        found[statement.serial] = changes(statement, previous)
        gone |= dict.fromkeys(statement.removed, statement.serial)
        files |= {one.key: statement.serial for one in found[statement.serial] if one.key.startswith("file/")}
    last = {key: entry.approved_in for key, entry in newest.records.items()}
    last |= {key: serial for key, serial in gone.items() if key not in newest.records} | files
    last["statement"] = newest.serial
    return {serial: [one for one in made if last.get(one.key) == serial] for serial, made in found.items()}


def missing_approvals(serial: int, made: Iterable[Change], people: Sequence[str], trust: Trust) -> list[Missing]:
    """Return the approvals that changes of a statement lack, given whose signatures on it count."""
    lacking: dict[str, list[str]] = {}
    for change in made:
        able = [person for person in people if trust.covers(person, change.fields)]
        signed_for = frozenset[str]().union(*(trust.owners_of(person) for person in able))
        for owner in (change.owners | {trust.lead}) - signed_for:
            lacking.setdefault(owner, []).append(change.key)
        if len(set(able)) < trust.quorum:
            lacking.setdefault(QUORUM, []).append(change.key)
    return [_missing(owner, serial, keys, people, trust) for owner, keys in sorted(lacking.items())]


def changed_fields(key: str, entry: Entry, old: Entry | None) -> frozenset[str]:
    """Return which parts of a record changed, by the scopes that cover them; `all` where that is unknown."""
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
    return Change(key, what, owners, changed_fields(key, entry, old))


def _files(here: Mapping[str, str], before: Mapping[str, str]) -> list[Change]:
    return [
        Change(f"file/{path}", "added" if path not in before else "changed" if path in here else "removed",
               frozenset(), EVERYTHING)
        for path in here.keys() | before.keys()
        if here.get(path) != before.get(path)
    ]  # fmt: skip


def _owners(owner: str) -> frozenset[str]:
    return frozenset(owner.split(" "))


def _missing(owner: str, serial: int, keys: list[str], people: Sequence[str], trust: Trust) -> Missing:
    named = trust.people.get(owner, ()) if owner != QUORUM else tuple(sorted(set().union(*trust.people.values())))
    return Missing(owner, serial, tuple(sorted(keys)), tuple(one for one in named if one not in people))

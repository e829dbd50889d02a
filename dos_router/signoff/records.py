"""Text trees → the records that are signed: each with its digest, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dos_router.diagnostics import Diagnostic, Location, error
from dos_router.loading.service_tables import read_service_trees
from dos_router.loading.text_tree import ReadTree, Tree, Value, read_tree
from dos_router.signoff.digest import record_digests
from dos_router.signoff.trust import CLINICAL_SAFETY

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}", re.ASCII)

# the statement says these itself, so that a new serial or validity is no change of the record
_SAID_BY_STATEMENT = frozenset({"serial", "valid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: its digest, the owners that it names, and whether it is the lead's too."""

    kind: str
    id: str
    sha256: str
    at: Location
    parts: Mapping[str, str]
    named: frozenset[str] = frozenset()
    led: bool = False
    tree: Value = None

    @property
    def key(self) -> str:
        """Return `kind/id`, as statements name it."""
        return f"{self.kind}/{self.id}"

    def owner(self, lead: str) -> str:
        """Return its owners as statements write them; a record that names nobody is the lead's."""
        return " ".join(sorted(self.named | ({lead} if self.led or not self.named else set())))


ReadRecords = Callable[[Path, Location], Iterable[Record | Diagnostic]]


class Collected:
    """Records as they are found, by key; one that stands there twice is a problem, not a choice."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.problems: list[Diagnostic] = []

    def add(self, record: Record) -> None:
        """Keep a record."""
        if record.key in self.records:
            said = f"the record `{record.key}` is given twice, first at {self.records[record.key].at}"
            self.problems.append(error("duplicate-record", said, record.at, "keep one of them"))
        self.records[record.key] = record

    def add_tree(self, kind: str, identity: str, tree: Value, at: Location, **owned: Any) -> None:  # noqa: ANN401
        """Keep the record that a text tree makes; `named` and `led` say whose it is."""
        self.add(_record(kind, identity, tree, at, **owned))

    def take(self, found: Iterable[Record | Diagnostic]) -> None:
        """Keep records, and what cannot be signed."""
        for one in found:
            if isinstance(one, Record):
                self.add(one)
            else:
                self.problems.append(one)

    def refuse(self, message: str, at: Location, cure: str | None = None) -> None:
        """Note what cannot be signed, because its meaning is not clear."""
        self.problems.append(_unsignable(message, at, cure))


def collect_directory(tree: Tree, collected: Collected) -> None:
    """Add directory.yaml: the lead's, and that of every commissioner whose areas it names."""
    head = _map(tree.value)
    kept = {key: value for key, value in head.items() if key not in _SAID_BY_STATEMENT}
    named = frozenset(commissioners_of(head, frozenset(_map(head.get("areas")))))
    collected.add_tree("directory", _text(head.get("id")), kept, tree.location(), named=named, led=True)


def collect_policy(tree: Tree, head: Value, collected: Collected) -> None:
    """Add policy.yaml, whole: the lead's, and that of the commissioners whose areas it names."""
    policy, identity = _map(tree.value), _text(_map(head).get("id"))
    entries = [entry for key in ("ranking", "never", "always") for entry in _list(policy.get(key))]
    areas = frozenset(area for entry in entries for area in texts(_map(entry).get("areas")))
    named = frozenset(commissioners_of(_map(head), areas))
    collected.add_tree("policy", identity, tree.value, tree.location(), named=named, led=True)


def collect_profiles(tree: Tree, collected: Collected) -> None:
    """Add each profile of profiles.yaml: the lead's."""
    for name, profile in _map(tree.value).items():
        collected.add_tree("profile", name, profile, tree.location(name), led=True)


def read_service_records(path: Path, where: Location, read: ReadTree = read_tree) -> list[Record | Diagnostic]:
    """Return each service of a file, and what cannot be signed of it."""
    trees, problems = read_service_trees(path, where, read)
    return [*(one for one in problems if one.is_error), *(one for tree in trees for one in service_records(tree))]


def service_records(tree: Tree) -> Iterator[Record | Diagnostic]:
    """Yield each service of a file, its provider block with it, as its commissioners'; and what cannot be signed."""
    found = _map(tree.value)
    for key in found.keys() - {"provider", "services", "accepted"}:
        yield _unsignable(f"unknown key `{key}`", tree.location(key))
    for number, service in enumerate(_list(found.get("services"))):
        at = tree.location("services", number)
        identity = _text(_map(service).get("id"))
        if _ID.fullmatch(identity) is None or "provider" in _map(service):
            said = (
                f"`{identity}` is not an id"
                if "provider" not in _map(service)
                else "a service names its provider itself"
            )
            yield _unsignable(said, at, "use a-z, 0-9 and `-`, once for each service")
            continue
        whole = {**_map(service), **({"provider": found["provider"]} if "provider" in found else {})}
        named = frozenset(name for name in texts(_map(service).get("commissioned_by")) if _ID.fullmatch(name))
        yield _record("service", identity, whole, at, named=named)


def collect_pathway(tree: Tree, name: str, collected: Collected) -> None:
    """Add a pathway, its examples with it: clinical safety's. `name` is that of its file, should it have no id."""
    identity = _text(_map(tree.value).get("id")) or name
    collected.add_tree("pathway", identity, tree.value, tree.location(), named=frozenset({CLINICAL_SAFETY}))


def commissioners_of(head: Mapping[str, Any], areas: frozenset[str]) -> Iterator[str]:
    """Yield the ids of the commissioners of directory.yaml who commission any of these areas."""
    for one in _list(head.get("commissioners")):
        if areas & set(texts(_map(one).get("areas"))):
            yield _text(_map(one).get("id"))


def texts(value: object) -> list[str]:
    """Return a list of texts, or a single one, as a list."""
    return [value] if isinstance(value, str) else [one for one in _list(value) if isinstance(one, str)]


def _record(kind: str, identity: str, tree: Value, at: Location, **owned: Any) -> Record:  # noqa: ANN401
    sha256, parts = record_digests(kind, identity, tree)
    return Record(kind=kind, id=identity, sha256=sha256, at=at, parts=parts, tree=tree, **owned)


def _unsignable(message: str, at: Location, cure: str | None = None) -> Diagnostic:
    return error("unsignable", message, at, cure or "`dos-router check` tells what is wrong")


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

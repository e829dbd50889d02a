"""The statement: what is signed, record by record, and for when."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dos_router.diagnostics import Malformed
from dos_router.signoff.strict_json import map_of, parse_object, text_of, whole_of, write_object
from dos_router.signoff.utc import parse_utc

TYPE = "dos-router/sign-off/v1"
KINDS = frozenset({"service", "profile", "policy", "directory", "pathway", "included"})

_KEYS = frozenset(
    {"type", "directory", "serial", "previous", "issued_at", "valid_from", "valid_until"}
    | {"records", "removed", "files", "note"}
)
_ENTRY_KEYS = frozenset({"owner", "sha256", "approved_in"})
_WITH_PARTS = _ENTRY_KEYS | {"parts"}
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII).fullmatch
_OWNERS = re.compile(r"[a-z0-9][a-z0-9-]*(?: [a-z0-9][a-z0-9-]*)*", re.ASCII)


class Entry(NamedTuple):
    """One record of a statement: whose it is (ids, sorted, a space between), its digest, and since when.

    `parts` holds a digest for each part that a scope may cover, where its kind has such parts.
    """

    owner: str
    sha256: str
    approved_in: int
    parts: Mapping[str, str]

    @property
    def owners(self) -> frozenset[str]:
        """Return the ids of those whose record it is."""
        return frozenset(self.owner.split(" "))


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a sign-off says; times are UTC texts as written, `valid_until` is excluded."""

    directory: str
    serial: int
    previous: str | None
    issued_at: str
    valid_from: str
    valid_until: str
    records: Mapping[str, Entry]
    removed: Mapping[str, str]
    files: Mapping[str, str]
    note: str = ""


def write_statement(statement: Statement) -> bytes:
    """Return the bytes that are signed."""
    return write_object(
        {
            "type": TYPE,
            "directory": statement.directory,
            "serial": statement.serial,
            "previous": statement.previous,
            "issued_at": statement.issued_at,
            "valid_from": statement.valid_from,
            "valid_until": statement.valid_until,
            "records": {key: _written(entry) for key, entry in statement.records.items()},
            "removed": dict(statement.removed),
            "files": dict(statement.files),
            "note": statement.note,
        }
    )


def parse_statement(data: bytes) -> Statement:
    """Read a statement's bytes. Raises Malformed for whatever is not exactly of its form."""
    found = parse_object(data, _KEYS)
    if found["type"] != TYPE:
        raise Malformed(f"the type is not `{TYPE}`", rule="statement-form")
    previous = None if found["previous"] is None else _sha256(found["previous"])
    statement = Statement(
        directory=text_of(found, "directory"), serial=whole_of(found, "serial"), previous=previous,
        issued_at=text_of(found, "issued_at"), valid_from=text_of(found, "valid_from"),
        valid_until=text_of(found, "valid_until"),
        records={_key(key): _entry(entry) for key, entry in map_of(found, "records").items()},
        removed={_key(key): _owner(owner) for key, owner in map_of(found, "removed").items()},
        files={path: _sha256(digest) for path, digest in map_of(found, "files").items()},
        note=text_of(found, "note"),
    )  # fmt: skip
    parse_utc(statement.issued_at)
    if parse_utc(statement.valid_from) >= parse_utc(statement.valid_until):
        raise Malformed("its validity is over before it begins", rule="statement-form")
    return statement


def sha256_of(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def _written(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {"owner": entry.owner, "sha256": entry.sha256, "approved_in": entry.approved_in}
    return found | ({"parts": dict(entry.parts)} if entry.parts else {})


def _entry(found: object) -> Entry:
    if not isinstance(found, dict) or found.keys() not in (_ENTRY_KEYS, _WITH_PARTS):
        raise Malformed("a record does not have exactly owner, sha256 and approved_in", rule="statement-form")
    parts = map_of(found, "parts") if "parts" in found else {}
    for digest in (found["sha256"], *parts.values()):
        _sha256(digest)
    return Entry(_owner(found["owner"]), found["sha256"], whole_of(found, "approved_in"), parts)


def _sha256(value: object) -> str:
    if not isinstance(value, str) or _SHA256(value) is None:
        raise Malformed(f"`{value}` is not a SHA-256 in lower-case hexadecimal", rule="statement-form")
    return value


def _owner(value: object) -> str:
    if not isinstance(value, str) or not _names_owners(value):
        raise Malformed(f"`{value}` does not name owners, sorted, with a space between", rule="statement-form")
    return value


@functools.lru_cache(maxsize=1024)  # thousands of records have few owners
def _names_owners(text: str) -> bool:
    return _OWNERS.fullmatch(text) is not None and sorted(set(text.split(" "))) == text.split(" ")


def _key(key: str) -> str:
    kind, slash, identity = key.partition("/")
    if kind not in KINDS or not slash or not identity:
        raise Malformed(f"`{key}` is not a kind of record and its id", rule="statement-form")
    return key

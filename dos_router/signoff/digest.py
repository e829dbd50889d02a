"""A record's meaning as one number: the digest of the text that was written, not of how it was laid out.

Version 1, never to change: SHA-256 over `dos-router/record/v1`, NUL, kind, NUL, id, NUL, and the JSON of
the record's text tree: keys sorted by code point, UTF-8, no spaces, escapes as RFC 8785.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType

from dos_router.loading.text_tree import Value

DOMAIN = b"dos-router/record/v1"

# what a signer of limited scope may approve; whatever is not named needs the scope `all`
SCOPE_FIELDS: Mapping[str, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "service": {
            "capability": frozenset({"handles", "symptoms", "dispositions", "ages", "sexes"}),
            "hours": frozenset({"opening", "dates", "only_if_open"}),
        },
        "policy": {"ranking": frozenset({"ranking", "keep_per_type"})},
    }
)
OTHER = "other"

_NAMED = {kind: frozenset[str]().union(*scopes.values()) for kind, scopes in SCOPE_FIELDS.items()}
_WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

Digests = tuple[str, dict[str, str]]


def record_sha256(kind: str, identity: str, tree: Value) -> str:
    """Return the hexadecimal digest of a record of this kind and id, from its text tree."""
    return _sha256(kind, identity, canonical_json(tree))


def signed_text(kind: str, identity: str, json_text: str) -> bytes:
    """Return the bytes whose SHA-256 is the record's digest, for an auditor's `sha256sum`."""
    return b"\0".join((DOMAIN, kind.encode(), identity.encode(), json_text.encode()))


def canonical_json(tree: Value) -> str:
    """Return a text tree as JSON: maps, lists, text, and null for an empty plain value only.

    The escapes are those of RFC 8785 for all text that a file may hold.
    """
    return _WRITE(tree)


def record_digests(kind: str, identity: str, tree: Value) -> Digests:
    """Return a record's digest, and that of each part of it that a scope may cover, and of the rest (`other`).

    No parts for kinds that no scope divides. A verifier sees from them which fields changed between
    two statements, without the older text.
    """
    whole, scopes = record_sha256(kind, identity, tree), SCOPE_FIELDS.get(kind)
    if scopes is None or not isinstance(tree, dict):
        return whole, {}
    parts = {scope: {key: tree[key] for key in fields & tree.keys()} for scope, fields in scopes.items()}
    named = _NAMED[kind]
    parts[OTHER] = {key: value for key, value in tree.items() if key not in named}
    return whole, {part: record_sha256(f"{kind}#{part}", identity, fields) for part, fields in parts.items()}


def _sha256(kind: str, identity: str, json_text: str) -> str:
    return hashlib.sha256(signed_text(kind, identity, json_text)).hexdigest()

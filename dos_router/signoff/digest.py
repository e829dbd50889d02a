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

_WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def record_sha256(kind: str, identity: str, tree: Value) -> str:
    """Return the hexadecimal digest of a record of this kind and id, from its text tree."""
    return hashlib.sha256(signed_text(kind, identity, tree)).hexdigest()


def signed_text(kind: str, identity: str, tree: Value) -> bytes:
    """Return the bytes whose SHA-256 is the record's digest, for an auditor's `sha256sum`."""
    return b"\0".join((DOMAIN, kind.encode(), identity.encode(), canonical_json(tree)))


def canonical_json(tree: Value) -> bytes:
    """Return a text tree as JSON: maps, lists, text, and null for an empty plain value only."""
    return _WRITE(tree).encode()


def part_digests(kind: str, identity: str, tree: Value) -> dict[str, str]:
    """Return the digest of each part of a record that a scope may cover, and of the rest (`other`).

    Empty for kinds that no scope divides. A verifier sees from them which fields changed between two
    statements, without the older text.
    """
    scopes = SCOPE_FIELDS.get(kind)
    if scopes is None or not isinstance(tree, dict):
        return {}
    named = frozenset().union(*scopes.values())
    parts = {scope: {key: tree[key] for key in sorted(fields & tree.keys())} for scope, fields in scopes.items()}
    parts[OTHER] = {key: value for key, value in tree.items() if key not in named}
    return {part: record_sha256(f"{kind}#{part}", identity, fields) for part, fields in parts.items()}

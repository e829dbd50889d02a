"""Values of JSON that may be of any kind, taken for what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


def text(value: object) -> str | None:
    """Return a text that says something."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def maps(value: object) -> list[Json]:
    """Return the objects of a list, or a single object as a list."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

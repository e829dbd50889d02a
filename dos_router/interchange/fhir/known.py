"""How a file of FHIR is known from other JSON: by its first resource or entry."""

from __future__ import annotations

from pathlib import Path

from dos_router.interchange.json_parts import read_parts

ENTRY_WORDS = frozenset({"fullUrl", "resource", "request", "response", "search"})
OTHERS = frozenset({"contents", "content", "services"})  # lists with which other files begin


def is_fhir(path: Path) -> bool:
    """Say whether a file of JSON is of FHIR; no more of it is read than tells. Raises Malformed, OSError."""
    for part in read_parts(path, {"entry", *OTHERS}):
        value = part.value if isinstance(part.value, dict) else {}
        if part.number is None:
            return "resourceType" in value
        if part.list != "entry":
            return False
        if ENTRY_WORDS & value.keys():
            return True
    return False

"""Letters that look like others: a name that mixes alphabets is worth a second look before signing."""

from __future__ import annotations

import unicodedata

from dos_router.diagnostics import Diagnostic, Location, warning

_NAMES = ("name", "public_name")


def look_alikes(text: str) -> list[str]:
    """Return the letters of a name that are not Latin, where others are; `ÿ` and `é` are Latin."""
    letters = [letter for letter in dict.fromkeys(text) if letter.isalpha()]
    foreign = [letter for letter in letters if not unicodedata.name(letter, "").startswith("LATIN ")]
    return foreign if len(foreign) < len(letters) else []


def doubtful_names(key: str, tree: dict[str, object], at: Location) -> list[Diagnostic]:
    """Return a warning for each name of a record in which letters of two alphabets are mixed."""
    provider = tree.get("provider")
    named = [tree.get(name) for name in _NAMES] + [provider.get("name") if isinstance(provider, dict) else None]
    return [
        _doubt(key, name, at) for name in named if isinstance(name, str) and not name.isascii() and look_alikes(name)
    ]


def _doubt(key: str, name: str, at: Location) -> Diagnostic:
    letters = ", ".join(f"U+{ord(letter):04X}" for letter in look_alikes(name))
    cure = "make sure that the name is the one that you know"
    return warning("look-alike-name", f"a name of `{key}` mixes alphabets: it holds {letters}", at, cure)

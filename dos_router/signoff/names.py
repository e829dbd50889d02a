"""Letters that look like others: a name that holds one is worth a second look before signing."""

from __future__ import annotations

import unicodedata

from dos_router.diagnostics import Diagnostic, Location, warning

_NAMES = ("name", "public_name", "title")

# letters of names in these islands and western Europe, Welsh ones included; \u0131 and \u017f look like i and f
_LATIN_END = 0x180
_WELSH = frozenset("\u1e80\u1e81\u1e82\u1e83\u1e84\u1e85\u1ef2\u1ef3")
_DECEPTIVE = frozenset("\u0131\u017f")


def look_alikes(text: str) -> list[str]:
    """Return the letters, digits and accents of a name that nobody here writes, and which may pass for others."""
    if text.isascii():
        return []
    return [one for one in dict.fromkeys(text) if not one.isascii() and _is_written(one) and not _is_known(one)]


def doubtful_names(key: str, tree: dict[str, object], at: Location) -> list[Diagnostic]:
    """Return a warning for each name of a record that holds such a letter."""
    provider = tree.get("provider")
    named = [tree.get(name) for name in _NAMES] + [provider.get("name") if isinstance(provider, dict) else None]
    return [_doubt(key, name, at) for name in named if isinstance(name, str) and look_alikes(name)]


def _is_written(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _is_known(character: str) -> bool:
    return (ord(character) < _LATIN_END and character not in _DECEPTIVE) or character in _WELSH


def _doubt(key: str, name: str, at: Location) -> Diagnostic:
    letters = ", ".join(f"U+{ord(letter):04X}" for letter in look_alikes(name))
    cure = "make sure that the name is the one that you know"
    return warning("look-alike-name", f"a name of `{key}` holds letters that look like others: {letters}", at, cure)

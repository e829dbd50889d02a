"""A name with letters written in two parts, or taken from two alphabets.

`é` as `e` and a separate accent looks the same, and is not found by whoever types it; a Cyrillic `а` among Latin
letters makes one service look like another. Type the name again.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Café Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Café Pharmacy
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from dos_router.checks.names._heard import names_written
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True
ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")


def find(subject: Subject) -> Iterator[Found]:
    """Yield the names, heard or not, that are not composed (Unicode NFC), or mix alphabets in one word."""
    for service, field, name in names_written(subject):
        if name.isascii():
            continue
        composed = unicodedata.normalize("NFC", name)
        if composed != name:
            said = f"a name of `{service.id}` has letters in two parts"
            yield Found(said, service.line(field), f"type it again, as `{composed}`")
        elif mixed := next((word for word in composed.split() if len(_alphabets(word)) > 1), None):
            said = f"the word `{mixed}` in a name of `{service.id}` has letters of two alphabets"
            yield Found(said, service.line(field), "type it again")


def _alphabets(word: str) -> set[str]:
    names = {unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()}
    return names.intersection(ALPHABETS)

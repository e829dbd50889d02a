"""A name in block capitals.

Capitals are slow to read, and a screen reader may spell them out letter by letter. Lists from other systems often
have them. Write the name as on the door, in `public_name` if the other system needs its own.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: SHORE PHARMACY

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Shore Pharmacy
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dos_router.checks.names._heard import names_heard
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True
_WORD = re.compile(r"[^\W\d_]+")
LONG = 5  # letters: shorter words in capitals may be abbreviations, which have a check of their own


def find(subject: Subject) -> Iterator[Found]:
    """Yield the names heard of which two long words, or all letters of several words, are capitals."""
    for service, field, name in names_heard(subject):
        words = _WORD.findall(name)
        shouted = [word for word in words if len(word) >= LONG and word.isupper()]
        if len(shouted) > 1 or (shouted and len(words) > 1 and name.upper() == name):
            yield Found(f"`{name}` is in block capitals", service.line(field), f"did you mean `{_lowered(name)}`?")


def _lowered(name: str) -> str:
    return _WORD.sub(lambda word: word[0] if len(word[0]) < LONG else word[0].capitalize(), name)

"""An instruction in a name.

Told to the caller as the name of the place, `ring first` is not understood as something to do, and whoever reads only
the list does not see it. Write it into `referral: {how: …, note: …}`, where the call handler looks.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Shore Pharmacy (ring first)

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Shore Pharmacy
        referral: {how: phone, note: ring first}
        phone: 01632 960001
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dos_router.checks.names._heard import names_written
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True
_TOLD = re.compile(
    r"\b(?:(?:please|must|always|only|do not|don't|never)[ ,]+(?:ring|call|phone|contact|refer|book|send|ask)"
    r"|(?:ring|call|phone|contact) (?:first|before|ahead|to book|for|on|only)"
    r"|by (?:appointment|referral)(?: only)?|(?:appointments?|referrals?|professionals?|patients?) only"
    r"|refer (?:to|via|by)|see (?:notes?|below|instructions)|read (?:notes?|instructions)"
    r"|for use by|if (?:closed|open|under|over)|(?:before|after) \d)\b",
    re.IGNORECASE,
)


def find(subject: Subject) -> Iterator[Found]:
    """Yield the names, heard or not, that say what is to be done."""
    for service, field, name in names_written(subject):
        found = _TOLD.search(name)
        if found:
            said = f"a name of `{service.id}` gives the instruction `{found[0]}`"
            yield Found(said, service.line(field), "write it into `referral: {note: …}`")

"""An abbreviation in a name, that callers need not know.

To a frightened caller `UTC` or `SDEC` says nothing, and read out they sound like each other. Write the words; the
abbreviation may stay in `name` where a `public_name` has them. `NHS`, `GP` and `A&E` are known to everybody.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Shore UTC
        type: urgent-treatment-centre

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Shore UTC
        public_name: Shore urgent treatment centre
        type: urgent-treatment-centre
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dos_router.checks.names._heard import names_heard
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True
MEANING = {
    "CAS": "clinical assessment service", "CMHT": "community mental health team", "ED": "emergency department",
    "EPU": "early pregnancy unit", "EPAU": "early pregnancy unit", "GUM": "sexual health", "HV": "health visitor",
    "IAPT": "talking therapies", "ICT": "intermediate care team", "IUC": "urgent care", "MH": "mental health",
    "MIU": "minor injury unit", "OOH": "out of hours", "OOHS": "out of hours", "PCC": "primary care centre",
    "PCN": "primary care network", "SARC": "sexual assault referral centre", "SDEC": "same day emergency care",
    "UCC": "urgent care centre", "UCR": "urgent community response", "UTC": "urgent treatment centre",
    "WIC": "walk-in centre", "WIMIC": "walk-in and minor injury centre",
}  # fmt: skip
_WORD = re.compile(r"[A-Z]{2,}(?![a-z])")


def find(subject: Subject) -> Iterator[Found]:
    """Yield each abbreviation of the health service in a name heard, with what it stands for."""
    for service, field, name in names_heard(subject):
        for word in _WORD.findall(name):
            if word in MEANING:
                said = f"callers of `{service.id}` hear the abbreviation `{word}`"
                yield Found(said, service.line(field), f"write `{MEANING[word]}`, in `public_name` if not in `name`")

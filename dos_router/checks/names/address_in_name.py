"""An address in a name.

The address is shown beside the name, so it is read out twice; and when a service moves, the name stays behind. A town
or district that tells branches apart is another matter. Keep house number, street and postcode in `address` and
`location`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Shore Pharmacy, 12 High Street
        address: [12 High Street, Margate]

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Shore Pharmacy, Margate
        address: [12 High Street, Margate]
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
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_STREET = re.compile(
    r"\b\d+[A-Za-z]?(?:-\d+[A-Za-z]?)?,? (?:[\w'.]+ ){1,3}"
    r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Drive|Parade|Terrace|Way)\b"
)


def find(subject: Subject) -> Iterator[Found]:
    """Yield the names heard that hold a postcode, a house number with its street, or a numbered line of the address."""
    for service, field, name in names_heard(subject):
        numbered = [line for line in service.address if line[:1].isdigit() and " " in line and line in name != line]
        found = _POSTCODE.search(name) or _STREET.search(name)
        written = found[0] if found else next(iter(numbered), None)
        if written:
            said = f"the name of `{service.id}` holds the address `{written}`"
            yield Found(said, service.line(field), "keep it in `address` and `location`")

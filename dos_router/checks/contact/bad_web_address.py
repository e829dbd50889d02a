"""A web address in a text that cannot be opened.

`http:/`, a space or a missing dot sends whoever types it to an error, or to a search page full of advertisements.
Write it whole, as in `https://www.example.nhs.uk/book`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        referral: {how: booking, note: book at http:/example-pharmacy.nhs.uk}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        referral: {how: booking, note: book at https://example-pharmacy.nhs.uk/book.}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dos_router.checks.contact._texts import texts_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True
_LIKE = re.compile(r"(?:\bh?t?t+ps?[:;]?[/\\]+|\bwww[.,:])\S*", re.IGNORECASE)
_SOUND = re.compile(
    r"(?:https?://)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)


def find(subject: Subject) -> Iterator[Found]:
    """Yield what begins like a web address in the texts of services in use, and is none."""
    for service in subject.in_use:
        for field, text in texts_of(service):
            for match in _LIKE.finditer(text):
                written = match[0].rstrip(".,;:)>\"'")
                if not _SOUND.fullmatch(written):
                    said = f"`{written}` is not a web address that can be opened"
                    yield Found(said, service.line(field), "write it like `https://www.example.nhs.uk/book`")

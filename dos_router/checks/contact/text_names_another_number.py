"""A name, address or note that holds a telephone number other than the record's own.

When the number changes, only `phone` is changed, and the text goes on sending people to the old one; and a number in
a name is shown to everybody, a professionals' line too. Move it into `phone` or `professional_phone`.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        phone: 01632 960001
        referral: {how: walk-in, note: ring 01632 960009 after six}

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        phone: 01632 960001
        referral: {how: walk-in, note: ring 01632 960001 after six}
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.contact._numbers import numbers_in, plain
from dos_router.checks.contact._texts import texts_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING
BY_FILE = True


def find(subject: Subject) -> Iterator[Found]:
    """Yield each number in the texts of services in use that is not what it is to be rung at."""
    for service in subject.in_use:
        for field, text in texts_of(service):
            for number in numbers_in(text):
                if not service.phone or plain(number) != plain(service.phone):
                    said = f"the text names `{number}`, which is not the `phone` of `{service.id}`"
                    cure = "move it into `phone`, or `professional_phone` if the public is not to ring it"
                    yield Found(said, service.line(field), cure)

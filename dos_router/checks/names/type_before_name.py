"""A name that begins with the type of the service, as in a list of another system.

`Pharmacy: Shore` is sorted well, and read out badly. The type has a field of its own, and is shown beside the name.
Write the name as people say it.

Fails:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: 'Pharmacy: Shore'

Passes:
    # services/example.yaml
    services:
      - id: shore-pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        name: Shore Pharmacy
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.names._heard import names_heard
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True
MARKS = (": ", " - ", " \u2013 ", " > ", " / ", "+")
SHORT = frozenset(
    {"gp", "ooh", "utc", "miu", "wic", "pharm", "ed", "a&e", "dental", "dentist", "optom", "mh", "ucc", "sdec"}
)


def find(subject: Subject) -> Iterator[Found]:
    """Yield the names heard whose first words, up to a mark, are a type's title, slug or abbreviation."""
    types = subject.directory.reference.service_types.values()
    known = SHORT | {one.title.casefold() for one in types} | {one.slug.replace("-", " ") for one in types}
    for service, field, name in names_heard(subject):
        for mark in MARKS:
            first, found, rest = name.partition(mark)
            if found and rest.strip() and first.strip().casefold() in known:
                said = f"the name of `{service.id}` begins with its type, `{first.strip()}`"
                yield Found(said, service.line(field), f"begin with the name: `{rest.strip()}`")
                break

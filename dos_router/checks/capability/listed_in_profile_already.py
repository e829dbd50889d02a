"""A symptom or disposition that a record lists, and one of its profiles has already.

It changes nothing today. When the profile is narrowed, this service keeps what it was meant to lose. Delete it from
the record.

Fails:
    # profiles.yaml
    bites:
      symptoms: [SG1020/*]
      dispositions: [Dx05]
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        handles: [bites]
        dispositions: [Dx05]

Passes:
    # profiles.yaml
    bites:
      symptoms: [SG1020/*]
      dispositions: [Dx05]
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        handles: [bites]
        dispositions: [Dx06]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.capability._written import profiles_of, written_in_record
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO
BY_FILE = True
FIELDS = ("symptoms", "dispositions")


def find(subject: Subject) -> Iterator[Found]:
    """Yield each text of a record's own lists that stands in the same words in a profile it handles."""
    profiles = profiles_of(subject)
    lists = {(name, field): (profile or {}).get(field) or () for name, profile in profiles.items() for field in FIELDS}
    for service in subject.in_use:
        for field in FIELDS if service.handles else ():
            if not any(lists.get((name, field)) for name in service.handles):
                continue
            for owner, text, at in written_in_record(subject, service, field):
                has = [name for name in service.handles if text in lists.get((name, field), ())]
                if has:
                    yield Found(f"{owner} lists `{text}`, which its profile `{has[0]}` has already", at, "delete it")

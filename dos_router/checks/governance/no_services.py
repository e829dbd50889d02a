"""A directory without a single active service of its own.

It can answer nobody: a folder named `services` is missing or empty, or every record is closed or has an error. Write
its providers' files.

Fails:
    # without: services/example-provider.yaml
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        status: pending

Passes:
    # without: services/example-provider.yaml
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.governance._own import place_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.ERROR


def find(subject: Subject) -> Iterator[Found]:
    """Yield the directory where none of its own services is active."""
    if not any(service.is_active for service in subject.services):
        cure = "write a file for each provider under services/"
        yield Found("the directory has no active service of its own", place_of(subject, "id"), cure)

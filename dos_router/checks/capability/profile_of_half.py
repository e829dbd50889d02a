"""A profile with symptoms and no dispositions, or the other way about.

By itself it makes nobody able to take anything; together with another profile it widens that one, which a reader of
either does not see. Write both into it, unless it is meant to be joined.

Fails:
    # profiles.yaml
    bites:
      symptoms: [SG1020/*]
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        handles: [bites]

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
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.capability._written import place_of_profile, profiles_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.INFO


def find(subject: Subject) -> Iterator[Found]:
    """Yield the profiles that lack one of their two lists."""
    for name, profile in profiles_of(subject).items():
        lacking = [field for field in ("symptoms", "dispositions") if not (profile or {}).get(field)]
        if lacking:
            said = f"the profile `{name}` has no {' and no '.join(lacking)}"
            yield Found(said, place_of_profile(subject, name), "list them, or join the profile to another")

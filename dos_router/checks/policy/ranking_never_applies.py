"""A ranking entry that applies to no call.

Its hours are never, or none of its dispositions is searched for: an ambulance is sent, and self care ends a call,
whatever the ranking. Whoever wrote it expects an order that nobody gets. Correct its conditions, or delete it.

Fails:
    # policy.yaml
    ranking:
      - {dispositions: [Dx012], ranks: {1: [pharmacy]}}

Passes:
    # policy.yaml
    ranking:
      - {dispositions: [Dx05], ranks: {1: [gp-practice]}}
    # without: services/example-provider.yaml
    # services/example.yaml
    services:
      - id: shore-pharmacy
        name: Shore Pharmacy
        type: pharmacy
        opening: Mo-Fr 09:00-17:30
        symptoms: [SG1107/*]
        dispositions: [Dx05]
      - id: shore-surgery
        name: Shore Surgery
        type: gp-practice
        opening: Mo-Fr 08:00-18:30
        symptoms: [SG1107/*]
        dispositions: [Dx05]
"""

from __future__ import annotations

from collections.abc import Iterator

from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield the entries whose conditions no call meets."""
    for unused in subject.unused_entries:
        if unused.why == "never":
            at = subject.directory.policy.ranking[unused.number].at
            yield Found("the ranking entry applies to no call", at, "correct its dispositions or hours, or delete it")

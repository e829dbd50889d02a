"""A ranking entry that leaves the order as it would be without it.

For every call that it decides, the types of service that take such a call come in the order that the next entry, or
the national ranks, would give. It may be meant to stay so when those change; else it is only something more to read.

Fails:
    # policy.yaml
    ranking:
      - {dispositions: [Dx05], ranks: {1: [pharmacy], 9: [gp-practice]}}
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

Passes:
    # policy.yaml
    ranking:
      - {dispositions: [Dx05], ranks: {1: [gp-practice], 9: [pharmacy]}}
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

SEVERITY = Severity.INFO


def find(subject: Subject) -> Iterator[Found]:
    """Yield the entries that decide some calls, and change the order of none."""
    for unused in subject.unused_entries:
        if unused.why == "idle":
            said = "the ranking entry changes the order of nothing that the directory's services take"
            at = subject.directory.policy.ranking[unused.number].at
            yield Found(said, at, "delete it, unless it is to hold whatever the national ranks become")

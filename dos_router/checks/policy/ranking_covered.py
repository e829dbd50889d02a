"""A ranking entry all of whose calls are taken by earlier entries.

The first entry that matches is used, so that this one never is. Every area, disposition and minute of the week was
looked at, public holidays too. Put it before the entries that take its calls, or delete it.

Fails:
    # policy.yaml
    ranking:
      - {ranks: {1: [gp-practice]}}
      - {dispositions: [Dx05], ranks: {9: [gp-practice]}}
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
      - {dispositions: [Dx05], ranks: {9: [gp-practice]}}
      - {ranks: {1: [gp-practice]}}
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
    """Yield the entries that others before them cover, with the lines of these."""
    ranking = subject.directory.policy.ranking
    for unused in subject.unused_entries:
        if unused.why == "covered":
            lines = " and ".join(f"line {ranking[number].at.line}" for number in unused.by)
            said = f"the ranking entry is never used: earlier ones take all its calls, on {lines}"
            yield Found(said, ranking[unused.number].at, "put it before them, or delete it")

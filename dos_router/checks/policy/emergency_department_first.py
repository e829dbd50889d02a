"""A ranking that puts the emergency department before every alternative, for something minor.

Callers who could be seen by a pharmacist or a doctor are sent to the busiest place there is, and wait there for
hours. Only dispositions that are no emergency are looked at, with the types of service that take them. Give the
department a later rank.

Fails:
    # policy.yaml
    ranking:
      - {dispositions: [Dx05], ranks: {1: [emergency-department], 4: [gp-practice, pharmacy]}}
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
      - {dispositions: [Dx05], ranks: {4: [gp-practice, pharmacy], 9: [emergency-department]}}
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

from dos_router.analysis.ranking_cover import order_of
from dos_router.checks.rule import Found
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Severity
from dos_router.model.directory import Directory
from dos_router.model.policy import Ranking
from dos_router.model.service import AMBULANCE, EMERGENCY_DEPARTMENT

SEVERITY = Severity.WARNING


def find(subject: Subject) -> Iterator[Found]:
    """Yield each entry that ranks the department before all else that takes a disposition which is no emergency."""
    directory = subject.directory
    minor = [one for one in directory.reference.dispositions.values() if one.search and not one.emergency]
    taking = {one.code: frozenset[str]() for one in minor}
    for kind, taken in {(one.type, one.dispositions) for one in directory.services.values() if one.is_active}:
        if kind not in (AMBULANCE, EMERGENCY_DEPARTMENT):
            taking |= {code: taking[code] | {kind} for code in taken if code in taking}
    for entry in directory.policy.ranking:
        codes = [one.code for one in minor if one.code in entry.dispositions or not entry.dispositions]
        first = [code for code in codes if _is_first(entry, taking[code], directory)]
        if EMERGENCY_DEPARTMENT in entry.ranks and first:
            more = f" and {len(first) - 1} more" if len(first) > 1 else ""
            said = (
                f"the emergency department comes before every alternative for `{first[0]}`{more}, which is no emergency"
            )
            yield Found(said, entry.at, "give it a later rank than what else takes such calls")


def _is_first(entry: Ranking, types: frozenset[str], directory: Directory) -> bool:
    others = types or frozenset(entry.ranks) - {EMERGENCY_DEPARTMENT}
    order = order_of(entry, {*others, EMERGENCY_DEPARTMENT}, directory)
    return bool(others) and order[0] == {EMERGENCY_DEPARTMENT}

"""What the ends of a pathway come to by its safety rules, for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dos_router.analysis.pathway_cases import Departure, PathwayCases, holding
from dos_router.model.pathway import Ending, SafetyRule, pressing
from dos_router.reference import Reference


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an end comes to for some of its patients: as it is written, or raised by a safety rule."""

    departure: Departure
    disposition: str
    discriminators: tuple[str, ...]
    who: int
    raised: SafetyRule | None = None


def outcomes_of(cases: PathwayCases, reference: Reference) -> Iterator[Outcome]:
    """Yield what each departure to an end comes to, by the pathway's own safety rules, for whom."""
    known: dict[int, int] = {}
    rules = sorted(cases.pathway.always, key=lambda rule: _weight(rule.at_least, reference))
    for departure, ending in cases.endings():
        left, values = departure.who, dict(departure.values)
        for rule in rules:
            if _weight(rule.at_least, reference) >= _weight(ending, reference):
                break
            raised = left & holding(rule.case, values, cases.patients, known, in_doubt=True)
            if raised:
                codes = ending.discriminators or rule.at_least.discriminators
                yield Outcome(departure, rule.at_least.disposition, codes, raised, rule)
                left &= ~raised
        if left:
            yield Outcome(departure, ending.disposition, ending.discriminators, left)


def _weight(ending: Ending, reference: Reference) -> tuple[bool, int]:
    return pressing(reference.dispositions[ending.disposition])

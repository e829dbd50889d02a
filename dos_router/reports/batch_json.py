"""What a batch came to, in counts, and its JSON: outcomes, types, near misses, and the national measures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TypedDict

from dos_router.model.answer import Outcome
from dos_router.model.sign_off import SignOff
from dos_router.reference import Reference
from dos_router.reports.sign_off_json import SignOffJson, sign_off_json

# families of dispositions as the national figures group them; a family is named by how it begins
MEASURES = {
    "ambulance": ("ambulance",),
    "emergency_department": ("ed ", "sdec", "mental health crisis", "dental emergency"),
    "primary_care": ("primary care", "pharmacy", "repeat caller gp", "repeat prescription", "home visit"),
    "dental": ("dental",),
    "self_care": ("self care", "clinician home management", "health information"),
}


@dataclass(slots=True)
class Tally:
    """Counts of a batch's rows; `dispositions` counts those that were understood, `checks` near misses by check."""

    outcomes: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    dispositions: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Add another's counts to these."""
        self.outcomes.update(other.outcomes)
        self.types.update(other.types)
        self.checks.update(other.checks)
        self.dispositions.update(other.dispositions)

    @property
    def rows(self) -> int:
        """Return how many rows there were: each has exactly one outcome."""
        return self.outcomes.total()


class MeasureJson(TypedDict):
    """How many of the calls that were understood ended so, and of each hundred how many."""

    calls: int
    percent: float


class BatchJson(TypedDict):
    """What `batch --summary` writes. `types` are those of the first offers; `seconds` and rates are of this run."""

    rows: int
    outcomes: dict[str, int]
    types: dict[str, int]
    near_misses: dict[str, int]
    measures: dict[str, MeasureJson]
    seconds: float | None
    rows_a_second: int | None
    sign_off: SignOffJson


def batch_json(
    tally: Tally, reference: Reference, seconds: float | None = None, sign_off: SignOff | None = None
) -> BatchJson:
    """Return a tally as a JSON object; every outcome is there, of whatever count."""
    return {
        "rows": tally.rows,
        "outcomes": {outcome.value: tally.outcomes[outcome.value] for outcome in Outcome},
        "types": dict(sorted(tally.types.items(), key=lambda one: (-one[1], one[0]))),
        "near_misses": dict(sorted(tally.checks.items(), key=lambda one: (-one[1], one[0]))),
        "measures": _measures(tally, reference),
        "seconds": None if seconds is None else round(seconds, 3),
        "rows_a_second": None if not seconds else round(tally.rows / seconds),
        "sign_off": sign_off_json(sign_off),
    }


def _measures(tally: Tally, reference: Reference) -> dict[str, MeasureJson]:
    understood = tally.dispositions.total()
    counts = dict.fromkeys((*MEASURES, "other"), 0)
    for code, count in tally.dispositions.items():
        counts[_measure(reference.dispositions[code].family)] += count
    return {
        name: {"calls": count, "percent": round(100 * count / understood, 1) if understood else 0.0}
        for name, count in counts.items()
    }


def _measure(family: str) -> str:
    found = (name for name, starts in MEASURES.items() if any(f"{family} ".startswith(start) for start in starts))
    return next(found, "other")

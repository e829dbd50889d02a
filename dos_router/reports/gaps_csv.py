"""Gaps as a table for a spreadsheet: one row a box, in words; no cell of it can be a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from dos_router.analysis.gap_changes.instead import Instead
from dos_router.analysis.gap_changes.near_misses import Closing
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps_told.told import Teller
from dos_router.model.directory import Directory

COLUMNS = (
    "kind", "needs", "where", "who", "when", "people", "weight", "calls_per_year", "outcome", "instead", "km",
    "smallest_change", "other_changes", "service", "witness", "lines",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def gaps_csv(gaps: Gaps, findings: Sequence[GapFinding], directory: Directory) -> str:
    """Return gaps as CSV, with a header."""
    teller = Teller(directory, gaps.horizon, gaps.needs, gaps.places)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for finding in findings:
        writer.writerow([as_data(cell) for cell in _row(finding, teller)])
    return file.getvalue()


def as_data(cell: str) -> str:
    """Return a cell as a spreadsheet will not take for a formula: with an apostrophe before what begins like one."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _row(finding: GapFinding, teller: Teller) -> Iterator[str]:
    told = teller.tell(finding)
    instead = finding.instead if isinstance(finding.instead, Instead) else None
    closing = [one for one in finding.near_misses if isinstance(one, Closing)]
    yield finding.kind.value
    yield "; ".join(told.needs)
    yield told.places.text if finding.places else ""
    yield told.people if finding.places else ""
    yield told.times if finding.places else ""
    yield str(round(finding.people))
    yield f"{finding.weight:.1f}"
    yield "" if finding.calls_per_year is None else f"{finding.calls_per_year:.1f}"
    yield instead.outcome if instead else ""
    yield (instead.service or "") if instead else ""
    yield "" if instead is None or instead.km is None else str(instead.km)
    yield f"{closing[0].service}: {closing[0].change}" if closing else ""
    yield "; ".join(f"{one.service}: {one.change}" for one in closing[1:])
    yield "" if finding.places else finding.services[0]
    yield witness_words(finding)
    yield " ".join(str(at._replace(column=0)) for at in finding.lines)


def witness_words(finding: GapFinding) -> str:
    """Return the options of `route` that show a finding."""
    witness = finding.witness
    if witness is None:
        return ""
    stated = {**witness.stated(), "symptom_discriminator": "+".join(witness.symptom_discriminators)}
    return " ".join(f"{name}={text}" for name, text in stated.items())

"""Findings with what they mean for callers: what they get instead, what would close the gap, calls, lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dos_router.analysis.gap_changes.calls import CallRates
from dos_router.analysis.gap_changes.instead import Instead, instead_of
from dos_router.analysis.gap_changes.near_misses import Closing, NearMisses
from dos_router.analysis.gaps.findings import GapFinding, Gaps
from dos_router.analysis.gaps.kinds import Kind
from dos_router.analysis.gaps_told.days import Days
from dos_router.diagnostics import Location
from dos_router.model.directory import Directory


def weighed(gaps: Gaps, rates: CallRates) -> Gaps:
    """Return gaps with the calls a year that they are about as their weight, heaviest first within each kind."""
    findings = []
    for finding in gaps.findings:
        calls = rates.a_year(finding)
        findings.append(replace(finding, calls_per_year=calls, weight=calls))
    kinds = list(Kind)
    findings.sort(key=lambda one: (kinds.index(one.kind), -one.weight))
    return replace(gaps, findings=tuple(findings))


@dataclass(slots=True)
class Filler:
    """Fills in the findings of one directory, one by one, so that only those that are shown cost time."""

    directory: Directory
    gaps: Gaps
    practice: str | None = None
    _near: NearMisses = field(init=False)

    def __post_init__(self) -> None:
        """Make ready to look for near misses."""
        horizon = self.gaps.horizon
        days = Days(self.directory.zone, frozenset(self.directory.holidays), horizon.start, horizon.end)
        self._near = NearMisses(self.directory, horizon, days, self.gaps.resilience, practice=self.practice)

    def fill(self, findings: Sequence[GapFinding]) -> tuple[GapFinding, ...]:
        """Return findings with what callers get instead, the near misses and the lines that each comes from."""
        witnesses = [one.witness for one in findings if one.witness is not None]
        instead = iter(instead_of(witnesses, self.directory))
        return tuple(self._filled(one, next(instead) if one.witness is not None else None) for one in findings)

    def _filled(self, finding: GapFinding, instead: Instead | None) -> GapFinding:
        closing = self._near.closing(finding)
        lines = tuple(dict.fromkeys(self._lines(finding, closing)))
        return replace(finding, instead=instead, near_misses=closing, lines=lines)

    def _lines(self, finding: GapFinding, closing: tuple[Closing, ...]) -> Iterator[Location]:
        yield from (one.at._replace(column=0) for one in closing)
        for name in finding.services:
            service = self.directory.services[name]
            at = service.at if finding.kind is Kind.UNREACHABLE else service.line("opening")
            yield at._replace(column=0)

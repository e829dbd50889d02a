"""Counts of an import: every row is a service or is reported, and of each reason a few are kept to be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dos_router.diagnostics import Diagnostic
from dos_router.interchange.lists.delimited import ListRow

KEPT = 20  # of each reason

Sink = Callable[["ListRow | None", Iterable[Diagnostic]], None]


def nowhere(row: ListRow | None, problems: Iterable[Diagnostic]) -> None:
    """Keep nothing of a reported row but its count."""


@dataclass(slots=True)
class Tally:
    """Rows in, services out, rows reported by their first reason, and remarks on rows that are services."""

    rows: int = 0
    services: int = 0
    reported: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    shown: dict[str, list[Diagnostic]] = field(default_factory=dict)
    sink: Sink = nowhere

    def report(self, row: ListRow | None, problems: Iterable[Diagnostic]) -> None:
        """Count a row that is no service, under the first of its errors."""
        told = list(problems)
        first = next(problem for problem in told if problem.is_error)
        self.reported[first.rule] += 1
        for problem in told:
            if problem.is_error:
                self._keep(problem)
        self.sink(row, told)

    def accept(self, problems: Iterable[Diagnostic]) -> None:
        """Count a row that is a service, with what is to be remarked on it."""
        self.services += 1
        for problem in problems:
            self.remarks[problem.rule] += 1
            self._keep(problem)

    @property
    def adds_up(self) -> bool:
        """Say whether every row is accounted for."""
        return self.rows == self.services + self.reported.total()

    def _keep(self, problem: Diagnostic) -> None:
        kept = self.shown.setdefault(problem.rule, [])
        if len(kept) < KEPT:
            kept.append(problem)

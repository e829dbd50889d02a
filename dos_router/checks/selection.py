"""Which findings are asked for: by rule or category, and how much they matter at least."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from dos_router.checks.catalogue import BY_NAME, RULES
from dos_router.checks.findings import Finding
from dos_router.checks.survey import Survey
from dos_router.diagnostics import Diagnostic, Malformed, Severity
from dos_router.spelling import did_you_mean

_WORST_FIRST = list(Severity)


class Selection(NamedTuple):
    """Rules asked for (none named: all), rules left out, and the least severity."""

    selected: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    severity: Severity = Severity.INFO

    def has(self, problem: Diagnostic) -> bool:
        """Say whether a problem is asked for."""
        wanted = _WORST_FIRST.index(problem.severity) <= _WORST_FIRST.index(self.severity)
        return wanted and self.has_rule(problem.rule)

    def has_rule(self, rule: str) -> bool:
        """Say whether a rule is asked for."""
        return (not self.selected or rule in self.selected) and rule not in self.ignored


def read_selection(selected: Iterable[str], ignored: Iterable[str], severity: Severity = Severity.INFO) -> Selection:
    """Return the selection that names of rules and categories make. Raises Malformed for an unknown one."""
    return Selection(_named(selected), _named(ignored), severity)


def narrowed(survey: Survey, selection: Selection) -> Survey:
    """Return a survey with the findings that are asked for; acceptances were judged on all of them."""

    def kept(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(one for one in findings if selection.has(one.diagnostic))

    return replace(survey, findings=kept(survey.findings), accepted=kept(survey.accepted))


def categories() -> dict[str, list[str]]:
    """Return the names of the rules of each category, in the order in which they are told."""
    found: dict[str, list[str]] = {}
    for rule in RULES:
        found.setdefault(rule.category, []).append(rule.name)
    return found


def _named(words: Iterable[str]) -> frozenset[str]:
    by_category = categories()
    names: set[str] = set()
    for word in words:
        if word not in by_category and word not in BY_NAME:
            cure = did_you_mean(word, [*BY_NAME, *by_category], otherwise="`check --rules` lists them all")
            raise Malformed(f"there is no rule or category `{word}`", help=cure, rule="unknown-rule")
        names.update(by_category.get(word, [word]))
    return frozenset(names)

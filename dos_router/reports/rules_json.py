"""The checks as JSON: what each finds, how much that matters, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from dos_router.checks.rule import Rule


class RuleJson(TypedDict):
    """A check; `summary` is the first sentence of its explanation."""

    name: str
    category: str
    severity: str
    summary: str
    explanation: str


class RulesJson(TypedDict):
    """What `check --rules --json` and `check --rule NAME --json` print."""

    rules: list[RuleJson]


def rules_json(rules: Iterable[Rule]) -> RulesJson:
    """Return checks as a JSON object."""
    return {
        "rules": [
            {
                "name": rule.name,
                "category": rule.category,
                "severity": rule.severity.value,
                "summary": rule.explanation.partition("\n")[0],
                "explanation": rule.explanation,
            }
            for rule in rules
        ]
    }

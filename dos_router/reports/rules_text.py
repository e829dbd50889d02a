"""The checks for a reader: all of them by category, or one whole."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from dos_router.checks.rule import Rule
from dos_router.reports.page import Page


def render_rules(rules: Iterable[Rule], page: Page) -> str:
    """Return checks by category, each with its severity and the first sentence of its explanation."""
    blocks: list[str] = []
    listed = list(rules)
    for category, found in groupby(listed, key=lambda rule: rule.category):
        rows = [(rule.name, rule.severity.value, rule.explanation.partition("\n")[0]) for rule in found]
        blocks.append("\n".join([page.paint(category, "strong"), *page.columns(rows)]))
    count = f"{len(listed)} checks; `check --rule NAME` explains one"
    return "\n\n".join([*blocks, count])


def render_rule(rule: Rule, page: Page) -> str:
    """Return a check whole: name, category, severity, why it matters, and its examples as they stand."""
    told, title, examples = rule.explanation.partition("\nFails:\n")
    lines = [page.paint(f"{rule.name}: {rule.severity} ({rule.category})", "strong")]
    for paragraph in told.strip().split("\n\n"):
        lines += ["", *page.wrap(paragraph.replace("\n", " "))]
    return "\n".join([*lines, *([f"\nFails:\n{examples}".rstrip()] if title else [])])

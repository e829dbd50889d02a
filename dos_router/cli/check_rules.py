"""`check --rules` and `check --rule NAME`: what the checks are, and why."""

from __future__ import annotations

from dos_router.checks.catalogue import BY_NAME, RULES
from dos_router.cli.check_options import Format
from dos_router.cli.screen import Screen
from dos_router.diagnostics import Malformed
from dos_router.reports.rules_json import rules_json
from dos_router.reports.rules_text import render_rule, render_rules
from dos_router.spelling import did_you_mean


def show_rules(screen: Screen, kind: Format) -> None:
    """Print every check by category."""
    if kind is Format.JSON:
        screen.show_json(rules_json(RULES))
    else:
        screen.show(render_rules(RULES, screen.page))


def show_rule(name: str, screen: Screen, kind: Format) -> None:
    """Print one check whole. Raises Malformed for an unknown one."""
    if name not in BY_NAME:
        cure = did_you_mean(name, BY_NAME, otherwise="`check --rules` lists them all")
        raise Malformed(f"there is no rule `{name}`", help=cure, rule="unknown-rule")
    if kind is Format.JSON:
        screen.show_json(rules_json([BY_NAME[name]]))
    else:
        screen.show(render_rule(BY_NAME[name], screen.page))

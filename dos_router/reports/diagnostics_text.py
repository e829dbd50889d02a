"""Diagnostics as a person reads them: what, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from dos_router.diagnostics import Diagnostic, Severity
from dos_router.reports.page import Page, safe

_STYLES = {Severity.ERROR: "bad", Severity.WARNING: "note", Severity.INFO: "dim"}


def render_diagnostics(diagnostics: Iterable[Diagnostic], page: Page) -> str:
    """Return each diagnostic as `severity[rule]: message`, its place and its help."""
    return "\n".join(line for diagnostic in diagnostics for line in _lines(diagnostic, page))


def _lines(diagnostic: Diagnostic, page: Page) -> list[str]:
    label = f"{diagnostic.severity}[{diagnostic.rule}]"
    first, *rest = page.wrap(safe(f"{label}: {diagnostic.message}"), hang=2)
    lines = [page.paint(label, _STYLES[diagnostic.severity]) + first[len(label) :], *rest]
    if diagnostic.location is not None:
        lines.append(safe(f"  at {diagnostic.location.full}"))
    if diagnostic.help:
        lines += page.wrap(safe(f"help: {diagnostic.help}"), indent=2, hang=4)
    return lines

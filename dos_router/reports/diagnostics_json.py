"""Diagnostics as JSON: one object each, the same keys always."""

from __future__ import annotations

from typing import TypedDict

from dos_router.diagnostics import Diagnostic


class DiagnosticJson(TypedDict):
    """One problem; `at` is `file:line:column` from the directory's own folder, `file` the whole path."""

    rule: str
    severity: str
    message: str
    at: str | None
    file: str | None
    line: int | None
    column: int | None
    help: str | None


def diagnostic_json(diagnostic: Diagnostic) -> DiagnosticJson:
    """Return a diagnostic as a JSON object."""
    where = diagnostic.location
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "at": None if where is None else str(where),
        "file": None if where is None else where._replace(line=0).full,
        "line": None if where is None else where.line or None,
        "column": None if where is None else where.column or None,
        "help": diagnostic.help,
    }

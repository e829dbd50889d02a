"""`check` as annotations of GitHub Actions: one `::error …::` line each, then a line that says what they come to."""

from __future__ import annotations

from dos_router.checks.findings import Finding
from dos_router.checks.survey import Survey
from dos_router.diagnostics import Severity
from dos_router.reports.check_text import verdict
from dos_router.reports.page import safe

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(survey: Survey) -> str:
    """Return every finding as a command of the workflow; text of files can neither end nor begin one."""
    return "\n".join([*(_command(finding) for finding in survey.findings), _data(verdict(survey))])


def _command(finding: Finding) -> str:
    problem, where = finding.diagnostic, finding.diagnostic.location
    stated = {
        "file": finding.path,
        "line": where.line if where else 0,
        "col": where.column if where else 0,
        "title": problem.rule,
    }
    told = ",".join(f"{name}={_property(str(value))}" for name, value in stated.items() if value)
    said = "\n".join([problem.message, *([f"help: {problem.help}"] if problem.help else [])])
    return f"::{_COMMANDS[problem.severity]} {told}::{_data(said)}"


def _data(text: str) -> str:
    """Return text as the runner reads it back, line by line; whatever is not seen as its code."""
    return "%0A".join(safe(line.replace("%", "%25")) for line in text.split("\n"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

"""`check` as SARIF 2.1.0, which code hosts and editors read; what is accepted is there, suppressed."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from dos_router import __version__
from dos_router.checks.catalogue import BY_NAME
from dos_router.checks.findings import Acceptance, Finding, path_of
from dos_router.checks.rule import Rule
from dos_router.checks.survey import Survey
from dos_router.diagnostics import Location, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

Part = dict[str, Any]


def check_sarif(survey: Survey) -> Part:
    """Return a survey as a SARIF log of one run, with the rules that its results name."""
    findings = [*survey.findings, *survey.accepted]
    names = sorted({finding.diagnostic.rule for finding in findings})
    places = {name: number for number, name in enumerate(names)}
    driver = {"name": "dos-router", "semanticVersion": __version__, "rules": [_rule(name) for name in names]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places) for finding in findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str) -> Part:
    known = BY_NAME.get(name)
    return {"id": name} if known is None else {"id": name} | _documented(known)


def _documented(rule: Rule) -> Part:
    what, _, why = rule.explanation.partition("\n\n")
    return {
        "shortDescription": {"text": what},
        "fullDescription": {"text": why.partition("\n\n")[0].replace("\n", " ") or what},
        "help": {"text": rule.explanation, "markdown": _markdown(rule.explanation)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.category]},
    }


def _markdown(explanation: str) -> str:
    """Return an explanation with its examples as code."""
    told, title, examples = explanation.partition("\nFails:\n")
    return f"{told}\n\n```yaml\n# Fails:\n{examples.strip()}\n```" if title else told


def _result(finding: Finding, places: dict[str, int]) -> Part:
    problem = finding.diagnostic
    said = f"{problem.message}; {problem.help}" if problem.help else problem.message
    result: Part = {
        "ruleId": problem.rule,
        "ruleIndex": places[problem.rule],
        "level": _LEVELS[problem.severity],
        "message": {"text": said},
    }
    if problem.location and problem.location.file:
        result["locations"] = [{"physicalLocation": _physical(problem.location, finding.source)}]
    if finding.accepted:
        result["suppressions"] = [_suppression(finding.accepted)]
    return result


def _physical(where: Location, source: str | None = None) -> Part:
    found: Part = {"artifactLocation": {"uri": _uri(path_of(where))}}
    if where.line:
        found["region"] = {"startLine": where.line}
        if where.column:
            found["region"]["startColumn"] = where.column
        if source is not None:
            found["region"]["snippet"] = {"text": source}
    return found


def _suppression(why: Acceptance) -> Part:
    said = f"{why.reason} ({why.by}, until {why.until})"
    return {
        "kind": "inSource",
        "status": "accepted",
        "justification": said,
        "location": {"physicalLocation": _physical(why.at)},
    }


def _uri(path: str) -> str:
    """Return a path as a URI: relative ones as they are, for whoever reads the log beside the files."""
    written = quote(Path(path).as_posix(), errors="replace")
    return f"file://{written}" if Path(path).is_absolute() else written

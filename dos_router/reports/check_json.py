"""What `check` found, and its JSON: every problem, how many of each severity, and what was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypedDict

from dos_router.diagnostics import Diagnostic, Severity
from dos_router.reports.diagnostics_json import DiagnosticJson, diagnostic_json


class Finding(NamedTuple):
    """A problem with the path of its file (empty: of none) and the line of text that it is about."""

    diagnostic: Diagnostic
    path: str
    source: str | None


class Surveyed(NamedTuple):
    """A directory that was looked at; its id is None where it cannot be used.

    `services` counts those that it offers, included ones too; `left_out` are the ids of the records
    with errors, which are treated as closed.
    """

    folder: str
    id: str | None
    services: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Findings in the order of files and lines; a service that two directories share counts once."""

    findings: tuple[Finding, ...]
    directories: tuple[Surveyed, ...]
    services: int
    pathways: int
    examples: int

    def count(self, severity: Severity) -> int:
        """Return how many findings are of a severity."""
        return sum(finding.diagnostic.severity is severity for finding in self.findings)


class SurveyedJson(TypedDict):
    """A directory that was looked at; `usable` is false where its errors refuse the whole of it."""

    folder: str
    id: str | None
    usable: bool
    services: int
    quarantined: list[str]


class CheckJson(TypedDict):
    """What `check --json` prints; `counts` are by severity: error, warning and info."""

    findings: list[DiagnosticJson]
    counts: dict[str, int]
    directories: list[SurveyedJson]
    services: int
    pathways: int
    examples: int


def check_json(survey: Survey) -> CheckJson:
    """Return a survey as a JSON object."""
    return {
        "findings": [diagnostic_json(finding.diagnostic) for finding in survey.findings],
        "counts": {severity.value: survey.count(severity) for severity in Severity},
        "directories": [_surveyed(directory) for directory in survey.directories],
        "services": survey.services,
        "pathways": survey.pathways,
        "examples": survey.examples,
    }


def _surveyed(directory: Surveyed) -> SurveyedJson:
    return {
        "folder": directory.folder,
        "id": directory.id,
        "usable": directory.id is not None,
        "services": directory.services,
        "quarantined": list(directory.left_out),
    }

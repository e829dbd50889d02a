"""`check` as JSON: every problem, how many of each severity and rule, what is accepted, and what was looked at."""

from __future__ import annotations

from typing import TypedDict

from dos_router.checks.findings import Acceptance, Finding
from dos_router.checks.survey import Survey, Surveyed
from dos_router.diagnostics import Severity
from dos_router.reports.diagnostics_json import DiagnosticJson, diagnostic_json


class SurveyedJson(TypedDict):
    """A directory that was looked at; `usable` is false where its errors refuse the whole of it."""

    folder: str
    id: str | None
    usable: bool
    services: int
    quarantined: list[str]


class AcceptedJson(TypedDict):
    """A finding that an `accepted:` list answers for: why, by whom, until which day; `at` is where it says so."""

    finding: DiagnosticJson
    reason: str
    by: str
    until: str
    at: str


class CheckJson(TypedDict):
    """What `check --json` prints; `counts` are by severity (error, warning, info), `rules` by rule.

    `drafts` are the ids of directories that were never signed off.
    """

    findings: list[DiagnosticJson]
    counts: dict[str, int]
    rules: dict[str, int]
    accepted: list[AcceptedJson]
    directories: list[SurveyedJson]
    drafts: list[str]
    services: int
    pathways: int
    examples: int


def check_json(survey: Survey) -> CheckJson:
    """Return a survey as a JSON object."""
    return {
        "findings": [diagnostic_json(finding.diagnostic) for finding in survey.findings],
        "counts": {severity.value: survey.count(severity) for severity in Severity},
        "rules": survey.by_rule(),
        "accepted": [_accepted(one, one.accepted) for one in survey.accepted if one.accepted],
        "directories": [_surveyed(directory) for directory in survey.directories],
        "drafts": list(survey.drafts),
        "services": survey.services,
        "pathways": survey.pathways,
        "examples": survey.examples,
    }


def _accepted(one: Finding, why: Acceptance) -> AcceptedJson:
    return {
        "finding": diagnostic_json(one.diagnostic),
        "reason": why.reason,
        "by": why.by,
        "until": str(why.until),
        "at": why.at.full,
    }


def _surveyed(directory: Surveyed) -> SurveyedJson:
    return {
        "folder": directory.folder,
        "id": directory.id,
        "usable": directory.id is not None,
        "services": directory.services,
        "quarantined": list(directory.left_out),
    }

"""`check` as JUnit XML: a suite a file, a case a finding; errors fail, what is accepted is skipped."""

from __future__ import annotations

from html import escape
from itertools import groupby

from dos_router.checks.findings import Finding
from dos_router.checks.survey import Survey, Surveyed
from dos_router.reports.check_text import verdict
from dos_router.reports.page import safe

_NO_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")


def render_junit(survey: Survey) -> str:
    """Return a survey as a document of suites; each directory is a case of the first, so that none is empty."""
    findings = sorted([*survey.findings, *survey.accepted], key=lambda finding: finding.path)
    folders = [_folder(directory) for directory in survey.directories]
    suites = [_suite("dos-router check", [*folders, _case("dos-router check", "check", _output(verdict(survey)))])]
    for path, found in groupby(findings, key=lambda finding: finding.path):
        suites.append(_suite(path or "no file", [_finding(finding) for finding in found]))
    totals = _totals("".join(suites))
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="dos-router check" {totals}>'
    return "\n".join([head, *suites, "</testsuites>"])


def _suite(name: str, cases: list[str]) -> str:
    inside = "\n".join(cases)
    return f'  <testsuite name="{_text(name)}" {_totals(inside)} time="0">\n{inside}\n  </testsuite>'


def _totals(xml: str) -> str:
    """Count what is inside by its own tags: text in it has no `<`."""
    tests, failures, skipped = (xml.count(tag) for tag in ("<testcase ", "<failure ", "<skipped "))
    return f'tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}"'


def _folder(directory: Surveyed) -> str:
    inside = "" if directory.id is not None else '<failure type="unusable" message="its errors refuse it"/>'
    return _case(directory.folder, "can be used", inside)


def _finding(finding: Finding) -> str:
    problem, where = finding.diagnostic, finding.diagnostic.location
    place = f" at {where.line}:{where.column}" if where and where.line else ""
    said = "\n".join([problem.message, *([f"help: {problem.help}"] if problem.help else [])])
    if finding.accepted:
        why = finding.accepted
        inside = f'<skipped message="{_text(f"accepted until {why.until} by {why.by}: {why.reason}")}"/>'
    elif problem.is_error:
        inside = f'<failure type="{_text(problem.rule)}" message="{_text(problem.message)}">{_text(said)}</failure>'
    else:
        inside = _output(f"{problem.severity}: {said}")
    return _case(finding.path or "no file", f"{problem.rule}{place}", inside)


def _case(owner: str, name: str, inside: str) -> str:
    return f'    <testcase classname="{_text(owner)}" name="{_text(name)}" time="0">{inside}</testcase>'


def _output(text: str) -> str:
    return f"<system-out>{_text(text)}</system-out>"


def _text(text: str) -> str:
    """Return text as XML may hold it: no markup, no control characters."""
    return "&#10;".join(escape(safe(line)) for line in text.translate(_NO_XML).split("\n"))

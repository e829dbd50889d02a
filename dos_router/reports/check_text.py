"""`check` for a reader: findings by file, each with its line and a caret under the place, then a summary."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from dos_router.checks.catalogue import BY_NAME
from dos_router.checks.findings import Acceptance, Finding
from dos_router.checks.survey import Survey
from dos_router.diagnostics import Diagnostic, Severity
from dos_router.reports.check_excerpt import excerpt
from dos_router.reports.page import Page, safe

SHOWN_PER_RULE = 10

_STYLES = {Severity.ERROR: "bad", Severity.WARNING: "note", Severity.INFO: "dim"}
_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


def render_check(survey: Survey, page: Page, limit: int = SHOWN_PER_RULE) -> str:
    """Return findings under the names of their files, so many of each rule (0: all), then what they come to."""
    shown, more = _limited(survey.findings, limit)
    by_file = groupby(shown, key=lambda finding: finding.path)
    blocks = [_file(path, list(found), more, page) for path, found in by_file]
    return "\n\n".join("\n".join(lines) for lines in [*blocks, _summary(survey, page, limit)])


def render_statistics(survey: Survey, page: Page) -> str:
    """Return how many findings each rule has, the most first, and what they come to."""
    rows = [(str(count), rule, _severity(rule, survey)) for rule, count in survey.by_rule().items()]
    width = max((len(count) for count, _, _ in rows), default=0)
    lines = page.columns([(count.rjust(width), rule, severity) for count, rule, severity in rows])
    return "\n".join([*lines, *([""] if lines else []), *_summary(survey, page, SHOWN_PER_RULE)])


def verdict(survey: Survey) -> str:
    """Return what a survey comes to, in one line."""
    accepted = f"; {_count(len(survey.accepted), 'finding')} accepted" if survey.accepted else ""
    counts = [_count(survey.count(severity), _NAMES[severity]) for severity in Severity if survey.count(severity)]
    if not counts:
        looked_at = [_count(len(survey.directories), "directory"), _count(survey.services, "service")]
        with_examples = f"{_count(survey.pathways, 'pathway')} with {_count(survey.examples, 'example')}"
        return f"no problems: {', '.join([*looked_at, with_examples])}{accepted}"
    said = counts[0] if len(counts) == 1 else f"{', '.join(counts[:-1])} and {counts[-1]}"
    files = len({finding.path for finding in survey.findings if finding.path})
    return f"{said} in {_count(files, 'file')}{accepted}" if files else f"{said}{accepted}"


def _limited(findings: tuple[Finding, ...], limit: int) -> tuple[list[Finding], dict[Finding, int]]:
    """Return so many findings of each rule, and after which of them how many more are not shown."""
    totals = Counter(finding.diagnostic.rule for finding in findings)
    told: Counter[str] = Counter()
    shown: list[Finding] = []
    more: dict[Finding, int] = {}
    for finding in findings:
        rule = finding.diagnostic.rule
        told[rule] += 1
        if not limit or told[rule] <= limit:
            shown.append(finding)
        if limit and told[rule] == limit < totals[rule]:
            more[finding] = totals[rule] - limit
    return shown, more


def _file(path: str, findings: list[Finding], more: dict[Finding, int], page: Page) -> list[str]:
    lines = [page.paint(safe(path), "strong")] if path else []
    for finding in findings:
        lines += _finding(finding, page)
        if finding in more:
            said = f"and {more[finding]} more of {safe(finding.diagnostic.rule)}: `--limit 0` shows them"
            lines += [page.paint(line, "dim") for line in page.wrap(said, indent=4, hang=6)]
    return lines


def _finding(finding: Finding, page: Page) -> list[str]:
    """Return `12:5 error[rule]: message`, the line with its caret, and the help."""
    diagnostic = finding.diagnostic
    label = f"{diagnostic.severity}[{safe(diagnostic.rule)}]"
    first, *rest = page.wrap(f"{_place(diagnostic)}{label}: {safe(diagnostic.message)}", indent=2, hang=4)
    lines = [first.replace(label, page.paint(label, _STYLES[diagnostic.severity]), 1), *rest]
    column = diagnostic.location.column if diagnostic.location else 0
    if finding.source is not None:
        lines += excerpt(finding.source, column, page)
    return lines + (page.wrap(safe(f"help: {diagnostic.help}"), indent=4, hang=6) if diagnostic.help else [])


def _place(diagnostic: Diagnostic) -> str:
    where = diagnostic.location
    if where is None or not where.line:
        return ""
    return f"{where.line}:{where.column} " if where.column else f"{where.line} "


def _severity(rule: str, survey: Survey) -> str:
    known = BY_NAME.get(rule)
    return (known.severity if known else next(
        one.diagnostic.severity for one in survey.findings if one.diagnostic.rule == rule
    )).value  # fmt: skip


def _summary(survey: Survey, page: Page, limit: int) -> list[str]:
    unusable = [directory.folder for directory in survey.directories if directory.id is None]
    closed = sorted({name for directory in survey.directories for name in directory.left_out})
    said = (safe(f"{folder} cannot be used until its errors are corrected") for folder in unusable)
    lines = [line for each in said for line in page.wrap(each, hang=2)]
    if closed:
        lines += page.wrap(safe(f"treated as closed until corrected: {', '.join(closed)}"), hang=2)
    if survey.drafts:
        drafts = page.wrap(safe(f"never signed off: {', '.join(survey.drafts)}"), hang=2)
        lines += [page.paint(line, "dim") for line in drafts]
    worst = [severity for severity in Severity if survey.count(severity)]
    style = _STYLES[worst[0]] if worst else "good"
    return [*lines, *_accepted(survey, page, limit), *(page.paint(line, style) for line in page.wrap(verdict(survey)))]


def _accepted(survey: Survey, page: Page, limit: int) -> list[str]:
    """Return how many findings of each rule are accepted; where all are to be shown, each acceptance by itself."""
    if not survey.accepted:
        return []
    if limit:
        counted = Counter(one.diagnostic.rule for one in survey.accepted)
        said = ", ".join(
            f"{count} {rule}" for rule, count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
        )
        return [page.paint(line, "dim") for line in page.wrap(safe(f"accepted: {said}"), hang=2)]
    answers = Counter(one.accepted for one in survey.accepted if one.accepted)
    lines = (page.wrap(safe(_answer(why, count)), hang=2) for why, count in answers.items())
    return [page.paint(line, "dim") for wrapped in lines for line in wrapped]


def _answer(why: Acceptance, count: int) -> str:
    times = "" if count == 1 else f" ({count} findings)"
    return f"accepted: {why.rule}{times} until {why.until} by {why.by}: {why.reason} ({why.at.full})"


def _count(number: int, noun: str) -> str:
    """Return `1 file`, `2 files`, `3 directories`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun != "pathway" else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"

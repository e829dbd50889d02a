"""`check` for a reader: findings by file, each with its line and a caret under the place, then a summary."""

from __future__ import annotations

import unicodedata
from itertools import groupby

from dos_router.diagnostics import Diagnostic, Severity
from dos_router.reports.check_json import Finding, Survey
from dos_router.reports.page import Page, safe

SHOWN_COLUMNS = 200

_STYLES = {Severity.ERROR: "bad", Severity.WARNING: "note", Severity.INFO: "dim"}
_GUTTER = "    | "
_CUT = "…"


def render_check(survey: Survey, page: Page) -> str:
    """Return every finding under the name of its file, then what it comes to."""
    by_file = groupby(survey.findings, key=lambda finding: finding.path)
    blocks = [_file(path, list(found), page) for path, found in by_file]
    return "\n\n".join("\n".join(lines) for lines in [*blocks, _summary(survey, page)])


def _file(path: str, findings: list[Finding], page: Page) -> list[str]:
    heading = [page.paint(safe(path), "strong")] if path else []
    return heading + [line for finding in findings for line in _finding(finding, page)]


def _finding(finding: Finding, page: Page) -> list[str]:
    """Return `12:5 error[rule]: message`, the line with its caret, and the help."""
    diagnostic = finding.diagnostic
    label = f"{diagnostic.severity}[{safe(diagnostic.rule)}]"
    first, *rest = page.wrap(f"{_place(diagnostic)}{label}: {safe(diagnostic.message)}", indent=2, hang=4)
    lines = [first.replace(label, page.paint(label, _STYLES[diagnostic.severity]), 1), *rest]
    column = diagnostic.location.column if diagnostic.location else 0
    if finding.source is not None:
        lines += _excerpt(finding.source, column, page)
    return lines + (page.wrap(safe(f"help: {diagnostic.help}"), indent=4, hang=6) if diagnostic.help else [])


def _place(diagnostic: Diagnostic) -> str:
    where = diagnostic.location
    if where is None or not where.line:
        return ""
    return f"{where.line}:{where.column} " if where.column else f"{where.line} "


def _excerpt(source: str, column: int, page: Page) -> list[str]:
    """Return a line of text without its indentation, as much as fits, and the caret below its column."""
    text = source[:SHOWN_COLUMNS]
    indent = min(len(text) - len(text.lstrip()), max(column - 1, 0)) if column else len(text) - len(text.lstrip())
    before, after = _shown(text[indent : max(column - 1, indent)]), _shown(text[max(column - 1, indent) :].rstrip())
    before, after = _fitted(before, after, page.width)
    lines = [page.paint(f"{_GUTTER}{before}{after}".rstrip(), "dim")]
    if 0 < column <= SHOWN_COLUMNS:
        lines.append(f"{_GUTTER}{' ' * _width(before)}{page.paint('^', 'bad')}")
    return lines


def _shown(text: str) -> str:
    return safe(text.replace("\t", " "))


def _fitted(before: str, after: str, width: int | None) -> tuple[str, str]:
    """Cut a line for the page on both sides of the caret, so that the place itself is seen."""
    if width is None:
        return before, after
    room = max(width - len(_GUTTER), 2 * len(_CUT))
    if _width(before) > room // 2 and _width(before + after) > room:
        before = _CUT + _last(before, room // 2 - len(_CUT))
    return before, after if _width(before + after) <= room else _first(after, room - _width(before) - len(_CUT)) + _CUT


def _first(text: str, columns: int) -> str:
    """Return as much of a text's beginning as so many columns hold."""
    while text and _width(text) > columns:
        text = text[:-1]
    return text


def _last(text: str, columns: int) -> str:
    while text and _width(text) > columns:
        text = text[1:]
    return text


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide letters two, combining marks none."""
    wide = sum(unicodedata.east_asian_width(letter) in "FW" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)


def _summary(survey: Survey, page: Page) -> list[str]:
    unusable = [directory.folder for directory in survey.directories if directory.id is None]
    closed = sorted({name for directory in survey.directories for name in directory.left_out})
    said = (safe(f"{folder} cannot be used until its errors are corrected") for folder in unusable)
    lines = [line for each in said for line in page.wrap(each, hang=2)]
    if closed:
        lines += page.wrap(safe(f"treated as closed until corrected: {', '.join(closed)}"), hang=2)
    return [*lines, *_verdict(survey, page)]


def _verdict(survey: Survey, page: Page) -> list[str]:
    counts = [_count(survey.count(severity), _NAMES[severity]) for severity in Severity if survey.count(severity)]
    if not counts:
        looked_at = [_count(len(survey.directories), "directory"), _count(survey.services, "service")]
        with_examples = f"{_count(survey.pathways, 'pathway')} with {_count(survey.examples, 'example')}"
        said = f"no problems: {', '.join([*looked_at, with_examples])}"
        return [page.paint(line, "good") for line in page.wrap(said)]
    said = counts[0] if len(counts) == 1 else f"{', '.join(counts[:-1])} and {counts[-1]}"
    files = len({finding.path for finding in survey.findings if finding.path})
    style = _STYLES[min((finding.diagnostic.severity for finding in survey.findings), key=list(Severity).index)]
    return [page.paint(f"{said} in {_count(files, 'file')}" if files else said, style)]


_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


def _count(number: int, noun: str) -> str:
    """Return `1 file`, `2 files`, `3 directories`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun != "pathway" else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"

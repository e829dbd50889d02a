"""Problems in the order of files and lines, each once, with the line of text that it is about."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location

SHOWN_COLUMNS = 200  # of a line of text
_TEXT_FILES = (".yaml", ".csv")


class Acceptance(NamedTuple):
    """An entry of an `accepted:` list: which rule, why, who says so, until which day (included), and where."""

    rule: str
    reason: str
    by: str
    until: date
    at: Location


class Finding(NamedTuple):
    """A problem with the path of its file (empty: of none), the line that it is about, and why it is accepted."""

    diagnostic: Diagnostic
    path: str
    source: str | None
    accepted: Acceptance | None = None


def in_order(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return problems by file and line; one told of an included file and of its own directory is told once."""
    seen: dict[tuple[object, ...], Diagnostic] = {}
    for problem in sorted(problems, key=lambda problem: _is_included(problem.location)):
        where = problem.location or Location("")
        seen.setdefault((path_of(where), where.line, where.column, problem.rule, problem.message), problem)
    return [seen[key] for key in sorted(seen)]


def path_of(where: Location | None) -> str:
    """Return a file's path in one form, however it was reached; empty for none."""
    return os.path.normpath(where._replace(line=0).full) if where and where.file else ""


def with_sources(judged: Iterable[tuple[Diagnostic, Acceptance | None]]) -> Iterator[Finding]:
    """Yield problems, each with why it is accepted, with their lines of text; each file is read once."""
    listed = list(judged)
    lines = _source_lines(problem.location for problem, _ in listed if problem.location)
    for problem, accepted in listed:
        path = path_of(problem.location)
        source = lines.get((path, problem.location.line)) if problem.location else None
        yield Finding(problem, path, source, accepted)


def _is_included(where: Location | None) -> bool:
    return where is not None and where.file.startswith("..")


def _source_lines(places: Iterable[Location]) -> dict[tuple[str, int], str]:
    """Return the lines of text that are told of, by path and line."""
    wanted: dict[str, set[int]] = {}
    for where in places:
        if where.line and where.file.endswith(_TEXT_FILES):
            wanted.setdefault(path_of(where), set()).add(where.line)
    found: dict[tuple[str, int], str] = {}
    for path, numbers in wanted.items():
        if Path(path).is_file():
            found |= {(path, at): text for at, text in _lines_of(Path(path)) if at in numbers}
    return found


def _lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield a file's lines with their numbers, as much of each as is shown; bytes that are no text as `�`."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        yield from ((number, line.rstrip("\n")[:SHOWN_COLUMNS]) for number, line in enumerate(file, start=1))

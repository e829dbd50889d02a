"""Problems in the order of files and lines, each once, with the line of text that it is about."""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location
from dos_router.loading.shared_files import SharedFiles

SHOWN_COLUMNS = 200  # of a line of text
_BREAK = re.compile(rb"\r\n?|\n")
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
    return _path(where.file, where.folder) if where and where.file else ""


@lru_cache(4_096)
def _path(file: str, folder: str) -> str:
    return os.path.normpath(Location(file, folder=folder).full)


def with_sources(judged: Iterable[tuple[Diagnostic, Acceptance | None]], files: SharedFiles) -> Iterator[Finding]:
    """Yield problems, each with why it is accepted, with their lines of text."""
    listed = list(judged)
    lines = _source_lines((problem.location for problem, _ in listed if problem.location), files)
    for problem, accepted in listed:
        path = path_of(problem.location)
        source = lines.get((path, problem.location.line)) if problem.location else None
        yield Finding(problem, path, source, accepted)


def _is_included(where: Location | None) -> bool:
    return where is not None and where.file.startswith("..")


def _source_lines(places: Iterable[Location], files: SharedFiles) -> dict[tuple[str, int], str]:
    """Return the lines of text that are told of, by path and line."""
    wanted: dict[Location, set[int]] = {}
    for where in places:
        if where.line and where.file.endswith(_TEXT_FILES):
            wanted.setdefault(Location(where.file, folder=where.folder), set()).add(where.line)
    found: dict[tuple[str, int], str] = {}
    for file, numbers in wanted.items():
        lines = _lines_of(files.content(Path(file.full)) or b"")
        found |= {(path_of(file), at): _shown(lines[at - 1]) for at in numbers if at <= len(lines)}
    return found


def _lines_of(data: bytes) -> list[bytes]:
    """Return a file's lines; the last break ends the last of them."""
    lines = _BREAK.split(data.removeprefix(BOM_UTF8))
    return lines[:-1] if not lines[-1] else lines


def _shown(line: bytes) -> str:
    """Return as much of a line as is shown; bytes that are no text as `�`."""
    return line.decode(errors="replace")[:SHOWN_COLUMNS]

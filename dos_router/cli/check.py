"""`check`: every problem that loading finds in directories and pathways, and in the pathways' examples."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dos_router.cli import options
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.screen import open_screen
from dos_router.diagnostics import Diagnostic, Location, Severity, warning
from dos_router.loading.directory import Loaded, load
from dos_router.loading.locate import DIRECTORY_VARIABLE, find_directory, find_pathways, known_directories
from dos_router.loading.pathways import load_pathways
from dos_router.loading.text_tree import read_tree
from dos_router.model.directory import Directory
from dos_router.model.moments import iso, midnight, parse_day
from dos_router.reference import Reference, load_reference
from dos_router.reports.check_json import Finding, Survey, Surveyed, check_json
from dos_router.reports.check_text import SHOWN_COLUMNS, render_check
from dos_router.routing.pathway_examples import run_examples

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_TEXT_FILES = (".yaml", ".csv")


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"


Folders = Annotated[list[str] | None, typer.Argument(metavar="[DIRECTORY…]", help="by folder or name (default: all)")]
Directories = Annotated[list[str] | None, typer.Option("--directory", "-d", help="the same; may be repeated")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="judge dates as on this day; else none")]
Kind = Annotated[Format, typer.Option("--format", help="text or json")]


@app.command(help="Tell every problem in directories and pathways, and run the pathways' examples.")
@guarded
def check(
    folders: Folders = None,
    *,
    directory: Directories = None,
    pathways: options.Pathways = None,
    on: On = None,
    kind: Kind = Format.TEXT,
    json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Print what is wrong with the files."""
    screen = open_screen(plain=plain)
    asked = _asked([*(folders or []), *(directory or [])])
    survey = _survey(asked, find_pathways(pathways, os.environ), parse_day(on) if on else None)
    if json or kind is Format.JSON:
        screen.show_json(check_json(survey))
    else:
        screen.show(render_check(survey, screen.page))
    raise typer.Exit(Exit.DATA_ERRORS if survey.count(Severity.ERROR) else Exit.DONE)


def _asked(names: list[str]) -> list[Path]:
    """Return the folders asked for; none asked for means the environment's, else all that are known."""
    if not names and not os.environ.get(DIRECTORY_VARIABLE) and (known := known_directories()):
        return list(known.values())
    if not names:
        return [find_directory(None, os.environ)]
    return list(dict.fromkeys(find_directory(name, os.environ) for name in names))


def _survey(folders: list[Path], pathways: Path, on: date | None) -> Survey:
    """Load everything, and put what is found in order."""
    loaded = {folder: load(folder) for folder in folders}
    directories = [one.directory for one in loaded.values() if one.directory]
    problems = [problem for one in loaded.values() for problem in one.problems]
    if on is not None:
        problems += [problem for directory in directories for problem in _outside_validity(directory, on)]
    count, examples, more = _pathways(pathways, directories)
    services = {(_path(service.at), service.id) for one in directories for service in one.services.values()}
    return Survey(
        findings=_findings(problems + more),
        directories=tuple(_surveyed(folder, one) for folder, one in loaded.items()),
        services=len(services),
        pathways=count,
        examples=examples,
    )


def _pathways(folder: Path, directories: list[Directory]) -> tuple[int, int, list[Diagnostic]]:
    """Return how many pathways and examples there are, and what is wrong by the tables of any directory."""
    tables: list[Reference] = []
    for directory in directories:
        if directory.reference not in tables:
            tables.append(directory.reference)
    loaded = [(load_pathways(folder, reference), reference) for reference in tables or [load_reference()[0]]]
    problems = [problem for one, _ in loaded for problem in one.problems]
    problems += [problem for one, reference in loaded for problem in run_examples(one.pathways, reference)]
    pathways = loaded[0][0].pathways
    return len(pathways), sum(len(pathway.examples) for pathway in pathways.values()), problems


def _outside_validity(directory: Directory, on: date) -> list[Diagnostic]:
    """Return a warning where a directory is not valid for the whole of a day."""
    start, end = directory.valid
    if start <= midnight(on, directory.zone) and midnight(on + timedelta(days=1), directory.zone) <= end:
        return []
    tree, _ = read_tree(Path(directory.folder) / "directory.yaml", Location("directory.yaml", folder=directory.folder))
    said = f"{on} is outside the directory's validity, {iso(start, directory.zone)} to {iso(end, directory.zone)}"
    at = tree.location("valid") if tree else None
    return [warning("outside-validity", said, at, "sign a version that is valid then")]


def _surveyed(folder: Path, loaded: Loaded) -> Surveyed:
    directory = loaded.directory
    if directory is None:
        return Surveyed(str(folder), None, 0, ())
    left_out = tuple(sorted(record.id for record in directory.quarantined))
    return Surveyed(str(folder), directory.id, len(directory.services), left_out)


def _findings(problems: list[Diagnostic]) -> tuple[Finding, ...]:
    """Return problems by file and line; one told of an included file and of its own directory is told once."""
    seen: dict[tuple[object, ...], Diagnostic] = {}
    for problem in sorted(problems, key=lambda problem: _is_included(problem.location)):
        where = problem.location or Location("")
        seen.setdefault((_path(where), where.line, where.column, problem.rule, problem.message), problem)
    lines = _source_lines(problem.location for problem in seen.values() if problem.location)
    return tuple(
        Finding(problem, str(key[0]), lines.get((str(key[0]), problem.location.line)) if problem.location else None)
        for key, problem in sorted(seen.items())
    )


def _is_included(where: Location | None) -> bool:
    return where is not None and where.file.startswith("..")


def _path(where: Location) -> str:
    """Return a file's path in one form, however it was reached."""
    return os.path.normpath(where._replace(line=0).full) if where.file else ""


def _source_lines(places: Iterable[Location]) -> dict[tuple[str, int], str]:
    """Return the lines of text that are told of, by path and line; each file is read once."""
    wanted: dict[str, set[int]] = {}
    for where in places:
        if where.line and where.file.endswith(_TEXT_FILES):
            wanted.setdefault(_path(where), set()).add(where.line)
    found: dict[tuple[str, int], str] = {}
    for path, numbers in wanted.items():
        if Path(path).is_file():
            found |= {(path, at): text for at, text in _lines_of(Path(path)) if at in numbers}
    return found


def _lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield a file's lines with their numbers, as much of each as is shown; bytes that are no text as `�`."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        yield from ((number, line.rstrip("\n")[:SHOWN_COLUMNS]) for number, line in enumerate(file, start=1))

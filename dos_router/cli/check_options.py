"""The options of `check`, and what they name: folders, pathways and a day."""

from __future__ import annotations

import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from dos_router.diagnostics import Severity
from dos_router.loading.locate import DIRECTORY_VARIABLE, find_directory, find_pathways, known_directories
from dos_router.model.moments import parse_day


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


Folders = Annotated[list[str] | None, typer.Argument(metavar="[DIRECTORY…]", help="by folder or name (default: all)")]
Directories = Annotated[list[str] | None, typer.Option("--directory", "-d", help="the same; may be repeated")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="judge dates as on this day (default: today)")]
Kind = Annotated[Format, typer.Option("--format", help="how findings are written")]
Select = Annotated[
    list[str] | None, typer.Option("--select", metavar="RULES", help="only these rules or categories; may be repeated")
]
Ignore = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="RULES", help="not these rules or categories; may be repeated")
]
Least = Annotated[Severity, typer.Option("--severity", help="only what matters at least so much")]
Statistics = Annotated[bool, typer.Option("--statistics", help="how many findings each rule has, not which")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=0, help="show so many of each rule as text; 0: all")]
Fix = Annotated[bool, typer.Option("--fix", help="mend what is safe to mend, then tell the rest")]
Diff = Annotated[bool, typer.Option("--diff", help="show what --fix would change, and change nothing")]
Watch = Annotated[bool, typer.Option("--watch", help="look again whenever a file changes, until Ctrl-C")]
RuleName = Annotated[str | None, typer.Option("--rule", metavar="NAME", help="explain a rule")]
Rules = Annotated[bool, typer.Option("--rules", help="list all rules")]


class Asked(NamedTuple):
    """What is to be looked at, and the day (None: today)."""

    folders: list[Path]
    pathways: Path
    on: date | None


def read_asked(names: list[str], pathways: str | None, on: str | None) -> Asked:
    """Return what the options name; no directory named means the environment's, else all that are known."""
    return Asked(_folders(names), find_pathways(pathways, os.environ), parse_day(on) if on else None)


def _folders(names: list[str]) -> list[Path]:
    if not names and not os.environ.get(DIRECTORY_VARIABLE) and (known := known_directories()):
        return list(known.values())
    if not names:
        return [find_directory(None, os.environ)]
    return list(dict.fromkeys(find_directory(name, os.environ) for name in names))

"""`diff`: what changes in meaning from one directory to another, and who must sign it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dos_router.analysis.difference import difference
from dos_router.analysis.difference_lines import with_lines
from dos_router.cli import options
from dos_router.cli.exits import Exit
from dos_router.cli.guard import guarded
from dos_router.cli.opening_files import open_directory
from dos_router.cli.screen import open_screen
from dos_router.reports.diff_json import diff_json
from dos_router.reports.diff_markdown import render_markdown
from dos_router.reports.diff_text import render_difference

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class Format(StrEnum):
    """How a difference is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class FailOn(StrEnum):
    """Which difference ends the command with exit code 1."""

    ANY = "any"


Base = Annotated[str, typer.Argument(metavar="BASE", help="the directory as it is: its folder, or its name")]
Proposed = Annotated[str, typer.Argument(metavar="PROPOSED", help="the directory as it would be")]
Kind = Annotated[Format, typer.Option("--format", help="text, markdown (for a merge request) or json")]
Failing = Annotated[FailOn | None, typer.Option("--fail-on", help="end with exit code 1 where anything differs")]


@app.command(help="Show what changes in meaning from one directory to another, and who must sign it.")
@guarded
def diff(
    base: Base,
    proposed: Proposed,
    *,
    kind: Kind = Format.TEXT,
    json: options.Json = False,
    fail_on: Failing = None,
    plain: options.Plain = False,
) -> None:
    """Print the difference of two directories; records with errors are told, and end with exit code 1."""
    screen = open_screen(plain=plain)
    versions = (open_directory(base, screen), open_directory(proposed, screen))
    found = with_lines(difference(*versions))
    if json or kind is Format.JSON:
        screen.show_json(diff_json(found))
    elif kind is Format.MARKDOWN:
        screen.show(render_markdown(found))
    else:
        screen.show(render_difference(found, screen.page))
    has_errors = any(one.quarantined for one in versions)
    failed = has_errors or (fail_on is FailOn.ANY and bool(found.changes))
    raise typer.Exit(Exit.DATA_ERRORS if failed else Exit.DONE)

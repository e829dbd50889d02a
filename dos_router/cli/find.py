"""`find`: services by name, type or place, misspelt or not."""

from __future__ import annotations

from typing import Annotated

import typer

from dos_router.cli import options
from dos_router.cli.guard import guarded
from dos_router.cli.opening_files import open_marked
from dos_router.cli.screen import open_screen
from dos_router.reports.find_json import find_json
from dos_router.reports.find_text import render_found
from dos_router.routing.finding import Wanted, find_services

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Words = Annotated[
    list[str] | None, typer.Argument(metavar="WORDS…", help="of a name, type, provider, town, postcode or code")
]
Type = Annotated[str | None, typer.Option("--type", metavar="T", help="only services of this type, such as pharmacy")]
Near = Annotated[str | None, typer.Option("--near", metavar="POSTCODE", help="nearest to this postcode first")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="show so many")]


@app.command(help="Find services by name, type or place, misspelt or not; best first.")
@guarded
def find(
    words: Words = None,
    *,
    kind: Type = None,
    near: Near = None,
    limit: Limit = 10,
    directory: options.Directory = None,
    json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Print the services that are like the words."""
    screen = open_screen(plain=plain)
    opened = open_marked(directory, screen)
    found = find_services(opened, Wanted(words=tuple(words or ()), type=kind, near=near))
    if json:
        screen.show_json(find_json(found, limit, opened))
    else:
        screen.show(render_found(found, limit, opened, screen.page))

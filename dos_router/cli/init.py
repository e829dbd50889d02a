"""`init`: a new directory that loads, with every field shown."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer

from dos_router.cli import options
from dos_router.cli.guard import guarded
from dos_router.cli.screen import open_screen
from dos_router.loading.new_directory import begin_directory
from dos_router.reports.page import Page, safe

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help="the new directory's id: a-z, 0-9 and -, such as north-kent")]
Title = Annotated[str | None, typer.Option("--title", help="what people call it (default: from its name)")]


@app.command(help="Begin a new directory that loads, with every field of every file shown and explained.")
@guarded
def init(name: Name, *, title: Title = None, plain: options.Plain = False) -> None:
    """Write the folder, and say what to do next."""
    screen = open_screen(plain=plain)
    home = Path("directories") if Path("directories").is_dir() else Path()
    schemas = PurePosixPath(*[".."] * (1 + len(home.parts))) / "schemas"
    today = datetime.now(UTC).date()
    written = begin_directory(
        home, name, title=title or name.replace("-", " ").capitalize(), first=today, schemas=schemas
    )
    screen.show("\n".join(_told(home / name, written, screen.page)))


def _told(folder: Path, written: list[str], page: Page) -> list[str]:
    """Return what was written and what comes next."""
    steps = [
        (f"dos-router check {folder}", "tells what is wrong, whenever you have changed something"),
        (f"dos-router find pharmacy -d {folder}", "looks for services; `hours` shows when one is open"),
        ("dos-router schema -o schemas", "writes what editors complete and check the files by"),
    ]
    lines = [page.paint(safe(f"begun {folder}"), "good"), *(f"  {path}" for path in written), ""]
    lines += page.wrap(
        "Everything in it is invented. Replace it file by file, directory.yaml and places.csv first; then:"
    )
    return lines + page.columns([(safe(command), what) for command, what in steps])

"""`check --fix` and `check --diff`: mend what is safe to mend, or show what would change."""

from __future__ import annotations

import typer

from dos_router.checks.fix_files import find_mended, write
from dos_router.checks.selection import Selection
from dos_router.checks.survey import Survey
from dos_router.cli.check_options import Asked
from dos_router.cli.screen import Screen
from dos_router.reports.fix_text import render_diff, render_mended


def show_diff(survey: Survey, asked: Asked, selection: Selection, screen: Screen) -> None:
    """Print what would change; change nothing."""
    files = list(find_mended([*asked.folders, asked.pathways], survey, selection))
    if files:
        screen.show(render_diff(files, screen.page))
    typer.echo(render_mended(files, screen.errors, changed=False), err=True)


def mend(survey: Survey, asked: Asked, selection: Selection, screen: Screen) -> None:
    """Mend every file, one after another, each whole; tell which on standard error."""
    files = list(find_mended([*asked.folders, asked.pathways], survey, selection))
    for one in files:
        write(one)
    typer.echo(render_mended(files, screen.errors, changed=True), err=True)

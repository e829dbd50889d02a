"""The terminal or pipe that a command writes to; the one place from which anything is printed."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn, TextIO

import typer

from dos_router.cli.exits import Exit
from dos_router.diagnostics import Diagnostic
from dos_router.reports.diagnostics_text import render_diagnostics
from dos_router.reports.page import Page, plainly

_STYLES: dict[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "dim": {"dim": True},
    "good": {"fg": "green"},
    "bad": {"fg": "red", "bold": True},
    "note": {"fg": "yellow"},
}


@dataclass(frozen=True, slots=True)
class Screen:
    """Results go to standard output; messages to standard error. Both are laid out for where they go."""

    page: Page
    errors: Page

    def show(self, text: str) -> None:
        """Write a result."""
        typer.echo(text)

    def show_json(self, result: object) -> None:
        """Write a result as one JSON object."""
        typer.echo(json.dumps(result, indent=2, ensure_ascii=False))

    def tell(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Write diagnostics to standard error."""
        text = render_diagnostics(diagnostics, self.errors)
        if text:
            typer.echo(text, err=True)

    def refuse(self, diagnostics: Iterable[Diagnostic], code: Exit) -> NoReturn:
        """Write diagnostics and end."""
        self.tell(diagnostics)
        raise typer.Exit(code)


def open_screen(*, plain: bool) -> Screen:
    """Return the screen: colour and wrapping on a terminal, unless NO_COLOR or --plain say otherwise."""
    return Screen(_page(sys.stdout, plain=plain), _page(sys.stderr, plain=plain))


def _page(stream: TextIO, *, plain: bool) -> Page:
    if plain or not stream.isatty() or os.environ.get("TERM") == "dumb":
        return Page()
    if "NO_COLOR" in os.environ:
        return Page(shutil.get_terminal_size().columns, plainly)
    return Page(shutil.get_terminal_size().columns, lambda text, style: typer.style(text, **_STYLES[style]))

"""The terminal or pipe that a command writes to; the one place from which anything is printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn, TextIO

from dos_router.cli.exits import Exit
from dos_router.diagnostics import Diagnostic
from dos_router.reports.diagnostics_text import render_diagnostics
from dos_router.reports.page import Page, plainly

_STYLES = {"strong": "\x1b[1m", "dim": "\x1b[2m", "good": "\x1b[32m", "bad": "\x1b[31m\x1b[1m", "note": "\x1b[33m"}
_PLAIN_AGAIN = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Screen:
    """Results go to standard output; messages to standard error. Both are laid out for where they go."""

    page: Page
    errors: Page

    def show(self, text: str) -> None:
        """Write a result."""
        _write(text, sys.stdout)

    def show_json(self, result: object) -> None:
        """Write a result as one JSON object."""
        _write(json.dumps(result, indent=2, ensure_ascii=False), sys.stdout)

    def tell(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Write diagnostics to standard error."""
        text = render_diagnostics(diagnostics, self.errors)
        if text:
            _write(text, sys.stderr)

    def refuse(self, diagnostics: Iterable[Diagnostic], code: Exit) -> NoReturn:
        """Write diagnostics and end."""
        import typer  # noqa: PLC0415 - an answer does without it

        self.tell(diagnostics)
        raise typer.Exit(code)


def open_screen(*, plain: bool) -> Screen:
    """Return the screen: colour and wrapping on a terminal, unless NO_COLOR or --plain say otherwise."""
    return Screen(_page(sys.stdout, plain=plain), _page(sys.stderr, plain=plain))


def _page(stream: TextIO, *, plain: bool) -> Page:
    if plain or not stream.isatty() or os.environ.get("TERM") == "dumb":
        return Page()
    from shutil import get_terminal_size  # noqa: PLC0415 - heavy, and only a terminal needs it

    width = get_terminal_size().columns
    return Page(width, plainly if "NO_COLOR" in os.environ else _painted)


def _painted(text: str, style: str) -> str:
    return f"{_STYLES[style]}{text}{_PLAIN_AGAIN}"


def _write(text: str, stream: TextIO | None) -> None:
    """Write a line at once; a stream that was closed takes nothing."""
    if stream is not None:
        stream.write(f"{text}\n")
        stream.flush()

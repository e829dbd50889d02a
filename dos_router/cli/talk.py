"""The two ends of a dialogue: lines said to whoever sits there, and the lines that they type."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

import typer

from dos_router.cli.exits import Exit
from dos_router.cli.prompts import HELP, Prompt
from dos_router.diagnostics import Malformed
from dos_router.loading.source_text import HIDDEN, name_of
from dos_router.reports.page import Page, safe

LONGEST_LINE = 2_000
PROMPT = "> "


@dataclass(frozen=True, slots=True)
class Talk:
    """Says things on standard output, or on standard error where that is kept for JSON."""

    page: Page
    on_errors: bool

    def say(self, text: str = "", *, indent: int = 0, style: str | None = None) -> None:
        """Say one paragraph; text from files is made safe here."""
        for line in self.page.wrap(safe(text), indent=indent, hang=indent):
            typer.echo(self.page.paint(line, style) if style else line, err=self.on_errors)

    def put(self, prompt: Prompt) -> None:
        """Put a question, with its answers by number."""
        self.say()
        if prompt.remark:
            self.say(prompt.remark, style="note")
        self.say(f"{prompt.ask} ({prompt.hint})" if prompt.hint else prompt.ask, style="strong")
        if prompt.numbered:
            rows = [(str(number), safe(option.label)) for number, option in enumerate(prompt.options, start=1)]
        else:
            rows = [("-", safe(option.label)) for option in prompt.options]
        self.table(rows)

    def table(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Say rows as aligned columns; their cells must be safe."""
        for line in self.page.columns(rows):
            typer.echo(line, err=self.on_errors)

    def help(self) -> None:
        """Say what can be typed."""
        self.table(HELP)

    def refuse(self, problem: Malformed) -> None:
        """Say why what was typed cannot be taken, and what can."""
        self.say(problem.message, style="bad")
        if problem.help:
            self.say(problem.help, indent=2)

    def listen(self) -> str:
        """Return the next line typed, hidden characters written out; end the command where there is none.

        Raises Malformed for a line that is too long to be an answer.
        """
        typer.echo(PROMPT, err=self.on_errors, nl=False)
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError:
            self.end(Exit.WRONG_USE, "what was typed is not UTF-8 text: nothing was routed")
        if not line:
            self.end(Exit.WRONG_USE, "the input ended before the questions did: nothing was routed")
        said = HIDDEN.sub(lambda match: f"<{name_of(match[0])}>", line.rstrip("\r\n"))
        if len(said) > LONGEST_LINE:
            raise Malformed(f"the line is over {LONGEST_LINE:,} characters", help="type less")
        if not sys.stdin.isatty():
            typer.echo(said, err=self.on_errors)  # what a terminal would have shown
        return said

    def end(self, code: Exit, message: str) -> NoReturn:
        """End the command with a sentence on standard error."""
        typer.echo(f"\nerror: {message}", err=True)
        raise typer.Exit(code)

"""The one shape of every problem found in what people write: where it is, how bad, and the cure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

LONGEST_QUOTE = 200  # characters of what somebody wrote, shown in a message
_LONG_QUOTE = re.compile(rf"`([^`]{{{LONGEST_QUOTE}}})[^`]+`")


class Severity(StrEnum):
    """How much a problem matters: an error refuses, a warning is unwise, info is worth a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Location(NamedTuple):
    """A place in a file, 1-based; line 0 stands for the whole file (or for a command's option)."""

    file: str
    line: int = 0
    column: int = 0
    folder: str = ""

    def __str__(self) -> str:
        """Return `file:line:column`, the file as seen from its directory's own folder."""
        return self._after(self.file)

    @property
    def full(self) -> str:
        """Return `folder/file:line:column`, which an editor or a terminal can open."""
        return self._after(f"{self.folder}/{self.file}" if self.folder else self.file)

    def _after(self, path: str) -> str:
        if not self.line:
            return path
        return f"{path}:{self.line}:{self.column}" if self.column else f"{path}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One problem: a sentence, its place and its cure; how it looks is the reports' business."""

    rule: str
    severity: Severity
    message: str
    location: Location | None = None
    help: str | None = None

    @property
    def is_error(self) -> bool:
        """Say whether what it is about must be refused."""
        return self.severity is Severity.ERROR


class Malformed(ValueError):  # noqa: N818 - it names what the text is
    """A text that is not of its form; its message and help go into a Diagnostic at the place it stood."""

    def __init__(self, message: str, *, help: str | None = None, rule: str = "malformed") -> None:  # noqa: A002
        """Keep a message (one sentence, lower case, what was written in backticks) and the cure."""
        super().__init__(message)
        self.message = shortened(message)
        self.help = help
        self.rule = rule


def error(rule: str, message: str, location: Location | None = None, cure: str | None = None) -> Diagnostic:
    """Return a Diagnostic of severity error."""
    return Diagnostic(rule, Severity.ERROR, shortened(message), location, cure)


def warning(rule: str, message: str, location: Location | None = None, cure: str | None = None) -> Diagnostic:
    """Return a Diagnostic of severity warning."""
    return Diagnostic(rule, Severity.WARNING, shortened(message), location, cure)


def shortened(message: str) -> str:
    """Return a message with every text that it quotes cut to a length that can be read."""
    return _LONG_QUOTE.sub(r"`\1…`", message)


def has_errors(diagnostics: list[Diagnostic]) -> bool:
    """Say whether any of them is an error."""
    return any(diagnostic.is_error for diagnostic in diagnostics)

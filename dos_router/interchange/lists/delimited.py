"""Delimited text → its rows one by one, in bounded memory, each with its place; a row that cannot be read is a fault.

A quotation mark that is never closed would swallow the rows after it: a record that runs over too many lines is
refused as its first line alone, and reading goes on with the next.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.interchange.lists.text_encoding import Encoding, find_encoding, open_bytes
from dos_router.loading.source_text import HIDDEN

DELIMITERS = (",", "¬", "\t", ";", "|")
UNQUOTED = "¬"  # where this parts the cells, a quotation mark is a letter like others
LONGEST_LINE = 1 << 20  # characters
LONGEST_RECORD = 50  # lines that one quoted cell may run over
_LOST = re.compile("[\udc80-\udcff\ufffd]")  # bytes that are no text
_END = re.compile(r"\r\n?|\n")


class Line(NamedTuple):
    """A line or record of a file: its number, and its text with its end; None for one that has no end."""

    number: int
    text: str | None


class ListRow(NamedTuple):
    """A row of a list: `line` is that of the file on which it begins; cells are without outer spaces."""

    line: int
    cells: tuple[str, ...]
    text: str
    sheet: Sheet

    def get(self, column: str | None) -> str:
        """Return a cell with single spaces; empty for a column that is not named."""
        return " ".join(self.cells[self.sheet.columns[column]].split()) if column else ""

    def whole(self, column: str) -> str:
        """Return a cell as it is written, line breaks and all."""
        return self.cells[self.sheet.columns[column]]

    def at(self, column: str | None = None) -> Location:
        """Return where a cell begins; without a column, where the row does."""
        if not column:
            return self.sheet.file._replace(line=self.line, column=1)
        before = self.text[: _start(self.text, self.sheet.columns[column], self.sheet.delimiter)]
        lines = _END.split(before)
        return self.sheet.file._replace(line=self.line + len(lines) - 1, column=len(lines[-1]) + 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open list: its columns by name, how it is written, and its rows to come, or what is wrong with each."""

    path: Path
    file: Location
    encoding: Encoding
    delimiter: str
    columns: Mapping[str, int]

    def rows(self) -> Iterator[ListRow | Diagnostic]:
        """Yield every row of the body, in order; blank lines are none."""
        records = _records(self.path, self.encoding.name, quoted=self.delimiter != UNQUOTED)
        next(records, None)
        yield from (self._row(*record) for record in records)

    def _row(self, line: int, text: str | None) -> ListRow | Diagnostic:
        at = self.file._replace(line=line, column=1)
        if text is None:
            cure = "end each row with a line break, and close each quotation mark"
            return error("bad-quoting", "the row does not end, or leaves a quotation mark open", at, cure)
        if fault := _LOST.search(text):
            place = at._replace(column=fault.start() + 1)
            return error("not-text", f"the row is not {self.encoding.name} text", place, "save the list as UTF-8")
        try:
            cells = _cells(text, self.delimiter)
        except csv.Error as problem:
            return error("bad-quoting", f"the row cannot be read: {problem}", at, "write a shorter cell")
        if len(cells) != len(self.columns):
            cure = "give each column a cell; quote a cell that holds the character between cells"
            return error("ragged-row", f"the row has {len(cells)} cells, the header {len(self.columns)}", at, cure)
        hidden = _hidden(text)
        if hidden is not None:
            said = f"the row holds the character U+{ord(text[hidden]):04X}, which cannot be seen"
            return error("hidden-character", said, at._replace(column=hidden + 1), "delete it")
        return ListRow(line, tuple([cell.strip() for cell in cells]), text, self)


def open_sheet(path: Path, encoding: str | None = None) -> Sheet:
    """Open a list and read its header. Raises Malformed where it has none, and OSError for the machine's troubles."""
    if not path.is_file():
        raise Malformed(f"there is no file `{path}`", help="name the list", rule="no-file")
    found = Encoding(encoding) if encoding else find_encoding(path)
    file = Location(path.name, folder=str(path.parent))
    _, header = next(_records(path, found.name, quoted=True), Line(0, None))
    if header is None or not header.strip():
        raise Malformed(f"`{path.name}` has no header", help="begin it with the names of its columns", rule="no-header")
    delimiter = max(DELIMITERS, key=lambda one: (header.count(one), -DELIMITERS.index(one)))
    names = [cell.strip() for cell in _cells(header, delimiter)]
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None or _LOST.search(header):
        said = f"the column `{twice}` stands twice" if twice else "the header is no text"
        raise Malformed(f"{said} in `{path.name}`", help="mend the first line", rule="bad-header")
    return Sheet(path, file, found, delimiter, {name or f"column {at + 1}": at for at, name in enumerate(names)})


def _records(path: Path, encoding: str, *, quoted: bool) -> Iterator[Line]:
    """Yield each record with the line on which it begins; blank ones are none."""
    lines = _lines(path, encoding)
    waiting: deque[Line] = deque()
    while line := _next(waiting, lines):
        if line.text is None or not quoted or line.text.count('"') % 2 == 0:
            if line.text is None or line.text.strip(" \r\n"):
                yield line
            continue
        rest = _rest(line.text, waiting, lines)
        whole = "".join([line.text, *(one.text or "" for one in rest)])
        if whole.count('"') % 2 == 0:
            yield Line(line.number, whole)
        else:
            yield Line(line.number, None)
            waiting.extendleft(reversed(rest))


def _rest(text: str, waiting: deque[Line], lines: Iterator[Line]) -> list[Line]:
    """Return the lines that follow, up to the one that closes a quotation mark; some, where none does."""
    marks, rest = text.count('"'), list[Line]()
    while marks % 2 and len(rest) < LONGEST_RECORD and (line := _next(waiting, lines)):
        rest.append(line)
        if line.text is None:
            break
        marks += line.text.count('"')
    return rest


def _next(waiting: deque[Line], lines: Iterator[Line]) -> Line | None:
    return waiting.popleft() if waiting else next(lines, None)


def _lines(path: Path, encoding: str) -> Iterator[Line]:
    """Yield the lines of a file with their numbers; None for one that is too long to be a row."""
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    number = 0
    try:
        with open_bytes(path) as file, io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="") as text:
            while line := text.readline(LONGEST_LINE):
                number += 1
                if len(line) < LONGEST_LINE or line[-1] in "\r\n":
                    yield Line(number, line)
                    continue
                while (rest := text.readline(LONGEST_LINE)) and rest[-1] not in "\r\n":
                    pass
                yield Line(number, None)
    except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
        cure = "fetch it again: what can be read of it is not all of it"
        raise Malformed("the compressed file is damaged or breaks off", help=cure, rule="damaged-file") from problem


def _hidden(text: str) -> int | None:
    """Return where the first character stands that cannot be seen, or no file of ours may hold; ends of lines may."""
    if text.isascii() and text.rstrip("\r\n").isprintable():
        return None
    hidden = (match.start() for match in HIDDEN.finditer(text) if match[0] != "\r")
    unprintable = (at for at, one in enumerate(text) if not one.isprintable() and not one.isspace())
    return min((at for at in (next(hidden, None), next(unprintable, None)) if at is not None), default=None)


def _cells(text: str, delimiter: str) -> list[str]:
    tidy = text.rstrip("\r\n")
    if '"' not in tidy or delimiter == UNQUOTED:
        return tidy.split(delimiter)
    return next(csv.reader(io.StringIO(tidy, newline=""), delimiter=delimiter, strict=True), [""])


def _start(text: str, index: int, delimiter: str) -> int:
    """Return where a cell begins in its row's text."""
    at, inside = 0, False
    for place, character in enumerate(text):
        if index == 0:
            break
        if character == '"' and delimiter != UNQUOTED:
            inside = not inside
        elif character == delimiter and not inside:
            index -= 1
            at = place + 1
    return at

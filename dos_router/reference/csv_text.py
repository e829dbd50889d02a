"""A CSV file as records with places; whatever keeps it from being read is a Diagnostic."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from dos_router.diagnostics import Diagnostic, Location, error

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

MAX_BYTES = 64 * 1024 * 1024

_CELL = re.compile(r'(?:"[^"]*(?:""[^"]*)*"|[^,]*),?')
_LINE_END = re.compile(r"\r\n?|\n")


class Record(NamedTuple):
    """One row as written: its first line (1-based), its whole text, and its cells without outer spaces."""

    line: int
    text: str
    cells: tuple[str, ...]

    def place(self, index: int) -> tuple[int, int]:
        """Return line and column, 1-based, of the first character of a cell (its quote, if it has one)."""
        return self.place_at(self._start(index))

    def place_of(self, character: str, index: int) -> tuple[int, int]:
        """Return line and column of a character that a cell holds."""
        return self.place_at(self.text.index(character, self._start(index)))

    def place_at(self, offset: int) -> tuple[int, int]:
        """Return line and column of so many characters into the row's text."""
        lines = _LINE_END.split(self.text[:offset])
        return self.line + len(lines) - 1, len(lines[-1]) + 1

    def _start(self, index: int) -> int:
        return next(islice(_CELL.finditer(self.text), index, None)).start()


def cell_starts(text: str) -> list[int]:
    """Return where each cell of a row's text begins."""
    return [match.start() for match in _CELL.finditer(text)]


def read_records(path: Traversable, where: Location) -> tuple[list[Record], list[Diagnostic]]:
    """Return the rows that are not blank, the header among them; or none, and why.

    A file is refused whole for what a reviewer cannot see in it (invisible characters), and read up to
    the row whose quotes do not match.
    """
    text, problems = _read_text(path, where)
    records, misquoted = _split(text, where)
    hidden = [problem for record in records for problem in _hidden(record, where)]
    if hidden:
        return [], hidden
    return [record for record in records if any(record.cells)], problems + misquoted


def _read_text(path: Traversable, where: Location) -> tuple[str, list[Diagnostic]]:
    data, problems = _read_bytes(path, where)
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode(), problems
    except UnicodeDecodeError as fault:
        return "", [_undecodable(fault, where)]


def _read_bytes(path: Traversable, where: Location) -> tuple[bytes, list[Diagnostic]]:
    try:
        # a pipe or a device is no file: opening it could wait for ever
        if not path.is_file():
            return b"", [error("unreadable-file", f"there is no file `{where.file}`", where)]
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as fault:
        reason = (fault.strerror or "it cannot be opened").lower()
        return b"", [error("unreadable-file", f"the file cannot be read: {reason}", where)]
    if len(data) > MAX_BYTES:
        return b"", [error("file-too-large", "the file is over 64 MiB", where)]
    return data, []


def _undecodable(fault: UnicodeDecodeError, where: Location) -> Diagnostic:
    before = fault.object[: fault.start]
    line_start = before.rfind(b"\n") + 1
    at = where._replace(line=before.count(b"\n") + 1, column=len(before[line_start:].decode(errors="replace")) + 1)
    return error(
        "not-utf-8",
        f"the byte 0x{fault.object[fault.start]:02X} is not UTF-8 text",
        at,
        "save the file as UTF-8",
    )


def _split(text: str, where: Location) -> tuple[list[Record], list[Diagnostic]]:
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    records: list[Record] = []
    start = 0
    try:
        for cells in reader:
            written = "".join(lines[start : reader.line_num])
            records.append(Record(start + 1, written, tuple(cell.strip() for cell in cells)))
            start = reader.line_num
    except csv.Error as fault:
        cure = "close each quote, and write a quote inside a quoted cell twice"
        at = where._replace(line=start + 1, column=1)
        return records, [error("bad-quoting", f"the row cannot be read: {fault}", at, cure)]
    return records, []


def _hidden(record: Record, where: Location) -> list[Diagnostic]:
    return [
        _hidden_character(character, where._replace(line=line, column=column))
        for index, cell in enumerate(record.cells)
        for character in [next((one for one in cell if not one.isprintable()), "")]
        if character
        for line, column in [record.place_of(character, index)]
    ]


def _hidden_character(character: str, at: Location) -> Diagnostic:
    message = f"the cell holds the character U+{ord(character):04X}, which cannot be seen"
    return error("hidden-character", message, at, "delete it, or put a plain space in its place")

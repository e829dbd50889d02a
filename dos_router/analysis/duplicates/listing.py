"""A list of services in a CSV file → records, and the problems of its form."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from dos_router.analysis.duplicates.record import FIELDS, ListedRecord
from dos_router.diagnostics import Diagnostic, Location, error, warning
from dos_router.loading.uncollected import uncollected
from dos_router.reference.csv_text import MAX_BYTES, Record
from dos_router.spelling import did_you_mean, nearest

REQUIRED = ("id", "name")
LONGEST_CELL = 131_072  # characters
_SPACES = "\n\r\t"  # which may stand in a cell as a space would
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")  # that have letters which look like ours


@uncollected()
def read_list(path: Path, name: str | None = None) -> tuple[list[ListedRecord], list[Diagnostic]]:
    """Return the records of a list, and all its problems; a row with an error is left out.

    Columns are those of FIELDS, in any order; `id` and `name` must be there, others may be, ours or not.
    """
    where = Location(name or str(path))
    text, problems = _read_text(path, where)
    rows, misquoted = _split(text, where)
    problems += misquoted
    if not rows:
        cure = f"begin it with: {','.join(FIELDS)}"
        return [], problems or [error("empty-file", "the list has no header", where, cure)]
    header, *body = rows
    columns, faults = _columns(header, where)
    problems += faults
    if any(fault.is_error for fault in faults):
        return [], problems
    records: dict[str, ListedRecord] = {}
    for row in body:
        problems += _take(row, columns, len(header.cells), where, records)
    return list(records.values()), problems


def _read_text(path: Path, where: Location) -> tuple[str, list[Diagnostic]]:
    if not path.is_file():
        return "", [error("unreadable-file", f"there is no file `{where.file}`", where, "see to its name and folder")]
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1).removeprefix(codecs.BOM_UTF8)
    if len(data) > MAX_BYTES:
        return "", [error("file-too-large", "the file is over 64 MiB", where, "split it by type or area")]
    try:
        return data.decode(), []
    except UnicodeDecodeError as fault:
        before = data[: fault.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
        at = where._replace(line=before.count(b"\n") + 1, column=column)
        message = f"the byte 0x{data[fault.start]:02X} is not UTF-8 text"
        return "", [error("not-utf-8", message, at, "save the file as UTF-8")]


def _split(text: str, where: Location) -> tuple[list[Record], list[Diagnostic]]:
    """Return the rows that are not blank, up to one whose quotes do not match."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    rows: list[Record] = []
    start = 0
    limit_elsewhere = csv.field_size_limit(LONGEST_CELL)
    try:
        for cells in reader:
            if any(cells):
                rows.append(Record(start + 1, "".join(lines[start : reader.line_num]), tuple(map(str.strip, cells))))
            start = reader.line_num
    except csv.Error as fault:
        return rows, [_unreadable(fault, where._replace(line=start + 1, column=1))]
    finally:
        csv.field_size_limit(limit_elsewhere)
    return rows, []


def _unreadable(fault: csv.Error, at: Location) -> Diagnostic:
    """Return why the rows from one on cannot be read."""
    if "field limit" in str(fault):
        said = f"a cell has over {LONGEST_CELL:,} characters: this row and those after it are left out"
        return error("cell-too-long", said, at, "shorten it; perhaps a quote before it is not closed")
    cure = "close each quote, and write a quote inside a quoted cell twice"
    return error("bad-quoting", f"the row cannot be read: {fault}", at, cure)


def _columns(header: Record, where: Location) -> tuple[dict[str, int], list[Diagnostic]]:
    """Return where each of our columns stands, and what is wrong with the header."""
    found: dict[str, int] = {}
    problems = []
    for place, name in enumerate(header.cells):
        if name in found:
            at = _at(header, place, where)
            problems.append(error("duplicate-column", f"the column `{name}` is given twice", at, "keep one of them"))
        elif name in FIELDS:
            found[name] = place
    strangers = [name for name in header.cells if name not in FIELDS]
    missing = [name for name in FIELDS if name not in found and (name in REQUIRED or nearest(name, strangers))]
    return found, problems + [_missing(name, header, strangers, where) for name in missing]


def _missing(name: str, header: Record, strangers: list[str], where: Location) -> Diagnostic:
    near = nearest(name, strangers)
    at = _at(header, header.cells.index(near[0]), where) if near else where._replace(line=header.line, column=1)
    if name in REQUIRED:
        cure = did_you_mean(name, strangers, otherwise=f"the header has: {', '.join(header.cells)}")
        return error("missing-column", f"the column `{name}` is missing", at, cure)
    return warning("unknown-column", f"the column `{near[0]}` is not used", at, f"did you mean `{name}`?")


def _take(
    row: Record, columns: dict[str, int], width: int, where: Location, records: dict[str, ListedRecord]
) -> Iterator[Diagnostic]:
    """Put a row among the records, and yield what is wrong with it."""
    if len(row.cells) != width:
        said = f"the row has {len(row.cells)} cells, the header {width}"
        at = where._replace(line=row.line, column=1)
        yield error("ragged-row", said, at, "give each column a cell; quote a cell with a comma")
        return
    cells = {name: row.cells[place] for name, place in columns.items()}
    if not row.text.rstrip("\r\n").isprintable():
        yield from _hidden(row, columns, where)
    here = where._replace(line=row.line, column=1)
    record = ListedRecord(**{name: _seen(cell) for name, cell in cells.items()}, at=here)
    if not record.id:
        at = _at(row, columns["id"], where)
        yield error("missing-id", "the row has no `id`", at, "give each record an id of its own")
    elif record.id in records:
        first, at = records[record.id].at, _at(row, columns["id"], where)
        cure = f"give each record an id of its own; the first is in line {first.line if first else 0}"
        yield error("duplicate-id", f"the id `{record.id}` stands here again: this row is left out", at, cure)
    else:
        records[record.id] = record
        if len(record.name) <= 1 or not record.name.isascii():
            yield from _doubtful_name(record.name, _at(row, columns["name"], where))


def _doubtful_name(name: str, at: Location) -> Iterator[Diagnostic]:
    if len(name) <= 1:
        said = f"the name `{name}` is a single character" if name else "the record has no name"
        cure = "write the name out; until then its place and telephone number alone tell it apart"
        yield warning("short-name" if name else "empty-name", said, at, cure)
    alphabets = _mixed(name)
    if len(alphabets) > 1:
        said = f"the name `{name}` mixes letters of {' and '.join(alphabets)}, which look alike"
        yield warning("look-alike-letters", said, at, "write it in one alphabet; it is compared as if it were")


def _mixed(name: str) -> list[str]:
    """Return the alphabets of the first word that mixes them."""
    for word in name.split():
        named = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
        if len(found := [each.capitalize() for each in _ALPHABETS if each in named]) > 1:
            return found
    return []


def _hidden(row: Record, columns: dict[str, int], where: Location) -> Iterator[Diagnostic]:
    for place in columns.values():
        cell = row.cells[place]
        if character := next((one for one in cell if not one.isprintable() and one not in _SPACES), ""):
            said = f"the cell holds the character U+{ord(character):04X}, which cannot be seen"
            line, column = row.place_of(character, place)
            at = where._replace(line=line, column=column)
            yield warning("hidden-character", said, at, "delete it, or put a plain space in its place")


def _seen(cell: str) -> str:
    """Return a cell with a space for each character that cannot be seen."""
    return cell if cell.isprintable() else "".join(one if one.isprintable() else " " for one in cell).strip()


def _at(row: Record, place: int, where: Location) -> Location:
    line, column = row.place(place)
    return where._replace(line=line, column=column)

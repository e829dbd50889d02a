"""A table of codes read from a CSV file: its header, its rows, each code once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from dos_router.diagnostics import Diagnostic, Location, Malformed, error, warning
from dos_router.reference.cells import Form, Row
from dos_router.reference.csv_text import Record, read_records
from dos_router.spelling import nearest

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """What a table holds: its name, its columns (the first holds codes of a form), how an entry is made.

    `check_whole` sees the table once all its rows are read, and may add to the problems.
    """

    name: str
    columns: tuple[str, ...]
    code: Form[str]
    build: Callable[[str, Row], T]
    check_whole: Callable[[Reading[T]], None] = lambda _: None


@dataclass(slots=True)
class Reading(Generic[T]):
    """What was read of a table: sound entries by code, all rows by code (faulty ones too), the problems."""

    entries: dict[str, T] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)


def read_table(table: Table[T], path: Traversable, where: Location) -> Reading[T]:
    """Read a CSV file as a table; a faulty row is left out of the entries, and all its faults are told."""
    records, problems = read_records(path, where)
    reading: Reading[T] = Reading(problems=problems)
    if len(records) > 1:
        _read_rows(table, records, where, reading)
    elif not problems:
        cure = f"write its columns in the first line ({', '.join(table.columns)}), and a row for each code"
        problems.append(error("empty-table", "the table has no rows", where._replace(line=1, column=1), cure))
    return reading


def _read_rows(table: Table[T], records: list[Record], where: Location, reading: Reading[T]) -> None:
    header, *body = records
    columns = _read_header(table, header, where, reading.problems)
    for record in body:
        if len(record.cells) != len(header.cells):
            reading.problems.append(_ragged(record, len(header.cells), where))
        else:
            _read_row(table, Row(record, columns, where, []), reading)
    table.check_whole(reading)


def _read_header(table: Table[T], header: Record, where: Location, problems: list[Diagnostic]) -> dict[str, int]:
    """Return where each column stands; one that is missing, repeated or not ours is a problem."""
    columns: dict[str, int] = {}
    strangers: dict[str, Location] = {}
    for index, name in enumerate(header.cells):
        line, column = header.place(index)
        at = where._replace(line=line, column=column)
        if name in columns:
            problems.append(error("repeated-column", f"the column `{name}` stands here twice", at, "keep one"))
        elif name in table.columns:
            columns[name] = index
        else:
            strangers[name] = at
    start = where._replace(line=header.line, column=1)
    problems += [_missing(name, strangers, start) for name in table.columns if name not in columns]
    problems += [_unused(name, at, table) for name, at in strangers.items()]
    return columns


def _missing(name: str, strangers: dict[str, Location], start: Location) -> Diagnostic:
    """Return the problem of a missing column; a stranger like it is taken as meant for it."""
    near = nearest(name, strangers)
    if not near:
        return error("missing-column", f"the column `{name}` is missing", start, "add it, in any place")
    at = strangers.pop(near[0])
    return error(
        "missing-column",
        f"the column `{name}` is missing, and `{near[0]}` is not a column",
        at,
        f"did you mean `{name}`?",
    )


def _unused(name: str, at: Location, table: Table[T]) -> Diagnostic:
    cure = f"the columns are {', '.join(table.columns)}"
    return warning("unknown-column", f"the column `{name}` is not used", at, cure)


def _ragged(record: Record, wanted: int, where: Location) -> Diagnostic:
    at = where._replace(line=record.line, column=1)
    cells = f"{len(record.cells)} cell{'' if len(record.cells) == 1 else 's'}"
    cure = "count its commas; a cell with a comma in it needs quotes"
    return error("ragged-row", f"the row has {cells}, the header {wanted}", at, cure)


def _read_row(table: Table[T], row: Row, reading: Reading[T]) -> None:
    code = row.read(table.columns[0], table.code)
    entry = table.build(code, row)
    if code in reading.rows:
        cure = f"keep one of the two; the first is in line {reading.rows[code].record.line}"
        row.refuse(
            table.columns[0],
            Malformed(f"the code `{code}` stands here twice", help=cure, rule="duplicate-code"),
        )
    elif code:
        reading.rows[code] = row
        if not row.problems and len(row.columns) == len(table.columns):
            reading.entries[code] = entry
    reading.problems += row.problems

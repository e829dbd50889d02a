"""CSV and Parquet tables → rows of text with their places, and the problems of the table's form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.reference.csv_text import Record, read_records
from dos_router.spelling import did_you_mean

T = TypeVar("T")

_CONTROL = str.maketrans("", "", "\r\n")


class FaultyCell(Exception):  # noqa: N818 - carries the Diagnostic of a cell out of its row
    """A cell that cannot be read, so that its row cannot be used."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """Keep what is wrong, with the place of the cell."""
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Row(NamedTuple):
    """A row's cells by column, and where it stands."""

    record: Record
    columns: Mapping[str, int]
    file: Location

    def get(self, column: str) -> str:
        """Return a cell without the space around it; empty where the table has no such column."""
        index = self.columns.get(column)
        return "" if index is None else self.record.cells[index]

    @property
    def at(self) -> Location:
        """Return where the row begins."""
        return self.file._replace(line=self.record.line, column=1)

    def place(self, column: str) -> Location:
        """Return where a cell begins; the row where the table has no such column."""
        if column not in self.columns:
            return self.at
        line, place = self.record.place(self.columns[column])
        return self.file._replace(line=line, column=place)

    def read(self, column: str, parse: Callable[[str], T]) -> T:
        """Return a cell as parsed. Raises FaultyCell where it is malformed."""
        try:
            return parse(self.get(column))
        except Malformed as problem:
            fault = error(problem.rule, f"{column}: {problem.message}", self.place(column), problem.help)
            raise FaultyCell(fault) from problem


def read_rows(path: Path, where: Location, required: tuple[str, ...]) -> tuple[list[Row], list[Diagnostic]]:
    """Return the rows of a CSV or Parquet table; lines before the header that begin with # are remarks."""
    records, problems = _parquet_records(path, where) if path.suffix == ".parquet" else read_records(path, where)
    while records and records[0].cells[0].startswith("#"):
        records.pop(0)
    if not records:
        cure = f"begin it with: {','.join(required)}"
        return [], problems or [error("empty-file", "the table has no header", where, cure)]
    header, *body = records
    if faulty := _faults_of_header(header, where, required):
        return [], problems + faulty
    columns = {name: index for index, name in enumerate(header.cells)}
    ragged = [_ragged(record, len(columns), where) for record in body if len(record.cells) != len(columns)]
    return [Row(record, columns, where) for record in body if len(record.cells) == len(columns)], problems + ragged


def _parquet_records(path: Path, where: Location) -> tuple[list[Record], list[Diagnostic]]:
    import pyarrow as pa  # noqa: PLC0415 - heavy, and only for this
    from pyarrow import parquet  # noqa: PLC0415

    try:
        table = parquet.read_table(path)
    except (OSError, pa.ArrowException):
        cure = "write it again, or give a CSV file"
        return [], [error("bad-table", "the file cannot be read as Parquet", where, cure)]
    rows = [table.column_names, *([_text(cell) for cell in row.values()] for row in table.to_pylist())]
    return [Record(number, ",".join(cells), tuple(cells)) for number, cells in enumerate(rows)], []


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).translate(_CONTROL).strip()


def _faults_of_header(header: Record, where: Location, required: tuple[str, ...]) -> list[Diagnostic]:
    """Return each column that stands twice, and each that is missing."""
    start = where._replace(line=header.line, column=1)
    twice = sorted({name for name in header.cells if header.cells.count(name) > 1})
    missing = [name for name in required if name not in header.cells]
    return [
        *(
            error("duplicate-column", f"the column `{name}` is given twice", start, "keep one of them")
            for name in twice
        ),
        *(_missing(name, header, start) for name in missing),
    ]


def _missing(name: str, header: Record, start: Location) -> Diagnostic:
    has = f"the header has: {', '.join(header.cells)}"
    return error(
        "missing-column", f"the column `{name}` is missing", start, did_you_mean(name, header.cells, otherwise=has)
    )


def _ragged(record: Record, wanted: int, where: Location) -> Diagnostic:
    at = where._replace(line=record.line, column=1)
    said = f"the row has {len(record.cells)} cells, the header {wanted}"
    return error("ragged-row", said, at, "give each column a cell; quote a cell with a comma")

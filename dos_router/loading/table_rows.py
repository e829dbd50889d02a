"""CSV and Parquet tables → rows of text with their line, and the problems of the table's form."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.loading.source_text import read_source
from dos_router.spelling import did_you_mean


class Row(NamedTuple):
    """A row's cells by column, and where it stands."""

    cells: dict[str, str]
    at: Location

    def get(self, column: str) -> str:
        """Return a cell without the space around it; empty where the table has no such column."""
        return self.cells.get(column, "").strip()


def read_rows(path: Path, where: Location, required: tuple[str, ...]) -> tuple[list[Row], list[Diagnostic]]:
    """Return the rows of a CSV or Parquet table; lines before the header that begin with # are remarks."""
    if path.suffix == ".parquet":
        return _read_parquet(path, where, required)
    text, problems = read_source(path, where)
    if text is None:
        return [], problems
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _rows(reader, where, required)
    except csv.Error as problem:
        cure = "close the quotation mark, and double any inside a cell"
        return [], [error("bad-table", f"the table breaks off: {problem}", where._replace(line=reader.line_num), cure)]


def parse_cell(
    row: Row, column: str, parse: Callable[[str], int | str], problems: list[Diagnostic]
) -> int | str | None:
    """Return a cell as parsed, or None with its problem added to the list."""
    try:
        return parse(row.get(column))
    except Malformed as problem:
        problems.append(error(problem.rule, f"{column}: {problem.message}", row.at, problem.help))
        return None


def _rows(
    reader: Iterator[list[str]], where: Location, required: tuple[str, ...]
) -> tuple[list[Row], list[Diagnostic]]:
    numbered = ((cells, reader.line_num) for cells in reader)  # type: ignore[attr-defined] # csv's reader has it
    header, line = next(((cells, at) for cells, at in numbered if not _is_remark(cells)), ([], 0))
    columns = [cell.strip() for cell in header]
    problems = _missing(columns, required, where._replace(line=line))
    rows: list[Row] = []
    for cells, at in [] if problems else numbered:
        place = where._replace(line=at)
        if len(cells) == len(columns):
            rows.append(Row(dict(zip(columns, cells, strict=True)), place))
        elif cells:
            said = f"the row has {len(cells)} cells, the header {len(columns)}"
            problems.append(error("ragged-row", said, place, "give each column a cell; quote a cell with a comma"))
    return rows, problems


def _read_parquet(path: Path, where: Location, required: tuple[str, ...]) -> tuple[list[Row], list[Diagnostic]]:
    import pyarrow as pa  # noqa: PLC0415 - heavy, and only for this
    from pyarrow import parquet  # noqa: PLC0415

    try:
        table = parquet.read_table(path)
    except (OSError, pa.ArrowException):
        return [], [
            error("bad-table", "the file cannot be read as Parquet", where, "write it again, or give a CSV file")
        ]
    if problems := _missing(table.column_names, required, where):
        return [], problems
    records = table.to_pylist()
    return [
        Row({name: "" if cell is None else str(cell) for name, cell in record.items()}, where._replace(line=number))
        for number, record in enumerate(records, start=1)
    ], []


def _is_remark(cells: list[str]) -> bool:
    return not cells or cells[0].startswith("#")


def _missing(columns: list[str], required: tuple[str, ...], where: Location) -> list[Diagnostic]:
    if not columns:
        return [error("empty-file", "the table has no header", where, f"begin it with: {','.join(required)}")]
    twice = [error("duplicate-column", f"the column `{name}` is given twice", where, "keep one of them")
             for name in sorted({name for name in columns if columns.count(name) > 1})]  # fmt: skip
    return twice + [
        error(
            "missing-column",
            f"the column `{name}` is missing",
            where,
            did_you_mean(name, columns, otherwise=f"the header has: {', '.join(columns)}"),
        )
        for name in required
        if name not in columns
    ]

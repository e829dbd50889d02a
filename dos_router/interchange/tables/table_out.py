"""Records → one table: each field of the files in a column, lists joined by `|`, dates as `2026-12-25: off|…`.

The table is a `services/*.csv` or `.parquet` of a directory: loading reads it to the very same records.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from dos_router.interchange.exported import Exported, directory_unsaid
from dos_router.interchange.lists.draft import FIELDS
from dos_router.interchange.records import PROVIDER_FIELDS, Record
from dos_router.interchange.unsaid import Unsaid, shown
from dos_router.model.directory import Directory

JOIN = "|"
_BELOW = {
    "location": ("postcode", "easting", "northing"),
    "referral": ("how", "note"),
    "checked": ("on", "by", "due"),
}
COLUMNS = tuple(
    column
    for name in ("provider", *FIELDS)
    for column in [f"{name}.{below}" for below in PROVIDER_FIELDS if name == "provider"]
    + [f"{name}.{below}" for below in _BELOW.get(name, ())]
    + [name] * (name != "provider" and name not in _BELOW)
)
_LISTS = frozenset(
    {
        *("address", "handles", "symptoms", "dispositions", "ages", "sexes", "roles"),
        *("practices", "limited_to", "commissioned_by"),
    }
)


def table_rows(records: Iterable[Record], directory: Directory) -> Exported:
    """Return rows of cells, by the order of COLUMNS; `accepted` lists, and cells that hold a `|`, are listed."""
    missing = list(directory_unsaid(directory))
    rows: list[list[str]] = []
    for record in records:
        missing += _missing(record)
        rows.append(table_cells(record))
    return Exported(rows, len(rows), tuple(missing))


def table_cells(record: Record) -> list[str]:
    """Return a record's cells, by the order of COLUMNS."""
    cells = _cells(record)
    return [cells.get(column, "") for column in COLUMNS]


def unwritable(record: Record) -> Iterator[str]:
    """Yield the fields of a record that would not be read back from a row as they are."""
    yield from (one.field for one in _missing(record))
    cells = _cells(record)
    yield from (name for name, cell in cells.items() if name not in COLUMNS or "\n" in cell or "\r" in cell)


def _cells(record: Record) -> dict[str, str]:
    found = {f"provider.{name}": str(value) for name, value in record.provider.items()}
    for name, value in record.service.items():
        if name in _BELOW and isinstance(value, dict):
            found |= {f"{name}.{below}": str(one) for below, one in value.items() if one is not None}
        elif isinstance(value, dict):
            found[name] = JOIN.join(f"{day}: {spans}" for day, spans in value.items())
        else:
            found[name] = JOIN.join(map(str, value)) if isinstance(value, list) else str(value)
    return found


def _missing(record: Record) -> Iterator[Unsaid]:
    if "accepted" in record.service:
        yield Unsaid(record.id, "accepted", shown(record.service["accepted"]), left_out=True)
    for name, value in record.service.items():
        parts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        if name in _LISTS and any(JOIN in str(part) for part in parts):
            yield Unsaid(record.id, name, shown(value), left_out=True)


def csv_text(rows: Iterable[list[str]]) -> str:
    """Return rows as CSV with their header; cells are exactly as the files have them."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return file.getvalue()


def parquet_bytes(rows: list[list[str]]) -> bytes:
    """Return rows as a Parquet file of text columns; an empty cell is null."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, and only for this
    from pyarrow import parquet  # noqa: PLC0415

    columns: list[Any] = [[row[number] or None for row in rows] for number in range(len(COLUMNS))]
    table = pa.table({name: pa.array(column, pa.string()) for name, column in zip(COLUMNS, columns, strict=True)})
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink)
    return bytes(sink.getvalue())

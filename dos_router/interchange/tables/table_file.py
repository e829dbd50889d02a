"""Records → one table, row by row in bounded memory; the whole table, or none."""

from __future__ import annotations

import csv
import filecmp
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from dos_router.diagnostics import Diagnostic, Malformed, error
from dos_router.interchange.records import Record
from dos_router.interchange.tables.table_out import COLUMNS, table_cells, unwritable


def fault_in_table(record: Record) -> Diagnostic | None:
    """Return why a record cannot be a row: a cell that would be read back as something else."""
    fields = list(unwritable(record))
    if not fields:
        return None
    said = f"{record.id}: its `{fields[0]}` cannot stand in a table"
    return error("bad-table-cell", said, record.at, "import into provider files: -o FOLDER")


def write_record_table(records: Iterable[Record], target: Path) -> list[str]:
    """Write records as a table, and return the files' names. Raises Malformed where another stands there already."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    waiting = Path(name)
    count = 0
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            for count, record in enumerate(records, start=1):  # noqa: B007 - the count is wanted at the end
                writer.writerow(table_cells(record))
        if not count:
            return []
        if target.is_file() and not filecmp.cmp(waiting, target, shallow=False):
            cure = "import into another table and compare them, or move this one away"
            raise Malformed(f"`{target}` is there already, and differs", help=cure, rule="exists")
        waiting.chmod(0o644)
        waiting.replace(target)
    finally:
        waiting.unlink(missing_ok=True)
    return [target.name]

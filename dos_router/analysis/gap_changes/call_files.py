"""A file of calls, read for gaps: the requests that it holds, and the near misses of their routing, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from dos_router.diagnostics import Malformed
from dos_router.loading.call_files import find_columns, form_of, open_calls
from dos_router.model.call import Request
from dos_router.model.directory import Directory
from dos_router.routing.batch import BatchRouter, as_text, call_text
from dos_router.routing.batch_columns import COLUMNS
from dos_router.routing.fast import prepare
from dos_router.routing.request import read_request

Tell = Callable[[int, float | None], None]
"""Told how many rows are done, and how much of the file (0 to 1) where that is known."""


@dataclass(slots=True)
class CallsRead:
    """The calls that are searched for; how many rows there were, and could not be understood.

    `near_misses` counts by service and the one check that it failed.
    """

    requests: list[Request] = field(default_factory=list)
    rows: int = 0
    rejected: int = 0
    near_misses: Counter[tuple[str, str]] = field(default_factory=Counter)


def read_calls(path: str, directory: Directory, tell: Tell = lambda _rows, _done: None) -> CallsRead:
    """Read a file of calls and route each, without the live capacity of the moment. Raises Malformed."""
    if not Path(path).is_file():
        raise Malformed(f"there is no file `{path}`", help="name a file of calls", rule="no-file")
    file = open_calls(path, form_of(path))
    columns = find_columns(file.names, {}, COLUMNS)
    router = BatchRouter(prepare(directory), columns=columns)
    found = CallsRead()
    for chunk in file.chunks:
        found.rows += chunk.rows.num_rows
        unread = len(found.requests)
        found.requests += _requests(chunk.rows, columns, directory, chunk.unread)
        found.rejected += chunk.rows.num_rows - (len(found.requests) - unread)
        for batch in router.route(chunk.rows, chunk.unread):
            found.near_misses.update(_misses(batch))
        tell(found.rows, chunk.done)
    found.requests = [one for one in found.requests if directory.reference.dispositions[one.disposition].search]
    return found


def _requests(
    rows: pa.RecordBatch, columns: Mapping[str, str], directory: Directory, unread: Mapping[int, str]
) -> Iterator[Request]:
    """Yield the rows that can be understood."""
    texts = {ours: as_text(rows.column(theirs)).to_pylist() for ours, theirs in columns.items()}
    for row in range(rows.num_rows):
        if row not in unread:
            asked = read_request(call_text({name: cells[row] for name, cells in texts.items()}), directory)
            if asked.request is not None:
                yield asked.request


def _misses(batch: pa.RecordBatch) -> Iterator[tuple[str, str]]:
    """Yield the near misses of each row; the results are the last columns, whatever the file's own are called."""
    names = batch.schema.names
    column = next(name for name in reversed(names) if name.endswith("near_misses"))
    for cell in batch.column(column).to_pylist():
        for miss in _parts(cell):
            service, _, check = miss.partition(":")
            yield service, check


def _parts(cell: object) -> list[str]:
    if isinstance(cell, list):
        return [str(part) for part in cell]
    return str(cell).split(";") if cell else []

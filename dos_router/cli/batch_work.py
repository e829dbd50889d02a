"""The work of a batch, chunk by chunk: in this process, or in several with the order of chunks kept."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import connection
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from dos_router.cli.batch_output import ipc_bytes
from dos_router.loading.call_files import Chunk, Kind
from dos_router.model.answer import Outcome
from dos_router.reports.batch_json import Tally
from dos_router.reports.batch_rows import csv_rows, json_rows
from dos_router.routing.batch import BatchRouter, result_schema
from dos_router.routing.batch_results import RESULTS

_ENDED = "a process that routed calls was ended, perhaps because memory ran out: try fewer --workers"
_AHEAD = 2  # chunks that wait for each process
_OUTCOME, _TYPE = (len(RESULTS) - RESULTS.get_field_index(name) for name in ("outcome", "service_type"))  # from the end


class Done(NamedTuple):
    """A chunk's results and its rejected rows as they are to be written, the counts, and how far that is."""

    results: bytes
    rejects: bytes
    tally: Tally
    done: float | None


@dataclass(slots=True)
class Worker:
    """Routes chunks and writes them out as bytes."""

    router: BatchRouter
    kind: Kind
    with_rejects: Kind | None

    def work(self, chunk: Chunk) -> Done:
        """Route a chunk. Its results are written out some rows after others, and never all there at once."""
        seen = _Seen(chunk.lines, keeps=self.with_rejects is not None)
        schema = result_schema(chunk.rows.schema)
        results = _encoded(seen.all_of(self.router.route(chunk.rows, chunk.unread)), chunk.lines, self.kind, schema)
        rejects = _encoded(seen.rejected, seen.lines_of_rejected, self.with_rejects or Kind.CSV, schema)
        checks, dispositions = self.router.take_counts()
        seen.tally.checks.update(checks)
        seen.tally.dispositions.update(dispositions)
        return Done(results, rejects, seen.tally, chunk.done)


class _Seen:
    """What went by of a chunk's results: the counts, and if they are kept the rejected rows with their lines."""

    def __init__(self, lines: list[bytes] | None, *, keeps: bool) -> None:
        self._lines, self._keeps, self._rows = lines, keeps, 0
        self.tally = Tally()
        self.rejected: list[pa.RecordBatch] = []
        self.lines_of_rejected: list[bytes] | None = None if lines is None else []

    def all_of(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield batches on, having looked at them."""
        for batch in batches:
            outcomes, types = (batch.column(batch.num_columns - place) for place in (_OUTCOME, _TYPE))
            self.tally.outcomes.update(_counts(outcomes))
            self.tally.types.update(_counts(types))
            if self._keeps and self.tally.outcomes[Outcome.REJECTED.value]:
                self._keep(batch, pc.equal(outcomes, Outcome.REJECTED.value))
            self._rows += batch.num_rows
            yield batch

    def _keep(self, batch: pa.RecordBatch, chosen: pa.BooleanArray) -> None:
        self.rejected.append(batch.filter(chosen))
        if self._lines is not None and self.lines_of_rejected is not None:
            places = pc.indices_nonzero(chosen).to_pylist()
            self.lines_of_rejected += [self._lines[self._rows + place] for place in places]


Work = Callable[[Iterator[Chunk], Worker], Iterator[Done]]  # yields what each chunk comes to, in order


def work_through(chunks: Iterator[Chunk], worker: Worker, processes: int) -> Iterator[Done]:
    """Yield what each chunk comes to, in order.

    The first is worked through before the processes begin: they take over what was found out for it.
    """
    if processes == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(worker.work, chunks)
        return
    yield from map(worker.work, islice(chunks, 1))
    context = multiprocessing.get_context("fork")
    _waiting[:] = [worker]
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin) as pool:
        running: deque[Future[Done]] = deque()
        try:
            for chunk in chunks:
                running.append(pool.submit(_work, chunk))
                if len(running) >= processes * _AHEAD:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        except BrokenProcessPool as problem:
            raise OSError(errno.ECHILD, _ENDED) from problem
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_waiting: list[Worker] = []  # what a forked process takes over from this one


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that was asked ends the others
    threading.Thread(target=_end_with_parent, daemon=True).start()
    pa.set_cpu_count(1)


def _end_with_parent() -> None:
    """End this process once the one that began it is gone: it would wait for ever, and hold its journal."""
    if parent := multiprocessing.parent_process():
        connection.wait([parent.sentinel])
    os._exit(1)


def _work(chunk: Chunk) -> Done:
    return _waiting[0].work(chunk)


def _encoded(batches: Iterable[pa.RecordBatch], lines: list[bytes] | None, kind: Kind, schema: pa.Schema) -> bytes:
    if kind is Kind.PARQUET:
        return ipc_bytes(batches, schema)
    if kind is Kind.CSV:
        return b"".join(csv_rows(batch) for batch in batches if batch.num_rows)
    pieces, start = [], 0
    for batch in batches:
        pieces.append(json_rows(batch, lines[start : start + batch.num_rows] if lines is not None else None))
        start += batch.num_rows
    return b"".join(pieces)


def _counts(column: pa.Array) -> Mapping[str, int]:
    return Counter({one["values"]: one["counts"] for one in column.value_counts().to_pylist() if one["values"]})

"""The work of a batch, chunk by chunk: in this process, or in several with the order of chunks kept."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from dos_router.cli.batch_output import ipc_bytes
from dos_router.loading.call_files import Chunk, Kind
from dos_router.model.answer import Outcome
from dos_router.reports.batch_json import Tally
from dos_router.reports.batch_rows import csv_rows, json_rows
from dos_router.routing.batch import BatchRouter, result_schema

_AHEAD = 2  # chunks that wait for each process


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
        """Route a chunk."""
        batches = list(self.router.route(chunk.rows, chunk.unread))
        schema = result_schema(chunk.rows.schema)
        rejected = [_rejected(batch) for batch in batches] if self.with_rejects else []
        lines = chunk.lines
        return Done(
            results=_encoded(batches, lines, self.kind, schema),
            rejects=_encoded(rejected, _lines_of(batches, lines), self.with_rejects or Kind.CSV, schema),
            tally=self._tally(batches),
            done=chunk.done,
        )

    def _tally(self, batches: list[pa.RecordBatch]) -> Tally:
        tally = Tally()
        names = batches[0].schema.names[-12:] if batches else []
        for batch in batches:
            tally.outcomes.update(_counts(batch.column(names[0])))
            tally.types.update(_counts(batch.column(names[2])))
        checks, dispositions = self.router.take_counts()
        tally.checks.update(checks)
        tally.dispositions.update(dispositions)
        return tally


Work = Callable[[Iterator[Chunk], Worker], Iterator[Done]]  # yields what each chunk comes to, in order


def work_through(chunks: Iterator[Chunk], worker: Worker, processes: int) -> Iterator[Done]:
    """Yield what each chunk comes to, in order."""
    if processes == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(worker.work, chunks)
        return
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
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_waiting: list[Worker] = []  # what a forked process takes over from this one


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that was asked ends the others
    pa.set_cpu_count(1)


def _work(chunk: Chunk) -> Done:
    return _waiting[0].work(chunk)


def _rejected(batch: pa.RecordBatch) -> pa.RecordBatch:
    return batch.filter(pc.equal(batch.column(batch.num_columns - 12), Outcome.REJECTED.value))


def _lines_of(batches: list[pa.RecordBatch], lines: list[bytes] | None) -> list[bytes] | None:
    """Return the lines of the rejected rows."""
    if lines is None:
        return None
    outcomes = [value for batch in batches for value in batch.column(batch.num_columns - 12).to_pylist()]
    return [line for line, outcome in zip(lines, outcomes, strict=True) if outcome == Outcome.REJECTED.value]


def _encoded(batches: list[pa.RecordBatch], lines: list[bytes] | None, kind: Kind, schema: pa.Schema) -> bytes:
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

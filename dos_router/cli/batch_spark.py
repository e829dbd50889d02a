"""The work of a batch on Spark: chunks go out in waves, and their results come back in order."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from dos_router.cli.batch_work import Done, Work, Worker, work_through
from dos_router.diagnostics import Malformed
from dos_router.loading.call_files import Chunk, Kind

if TYPE_CHECKING:
    from pyspark import Broadcast, SparkContext
    from pyspark.sql import SparkSession

    from dos_router.spark import Packed

EVERY_CORE = "local[*]"
_MOST_AT_ONCE = 16  # chunks of a wave: their results pass through the driver's memory
_WAVES = 2  # one is worked on while the next is read
SETTINGS = {
    "spark.ui.enabled": "false",  # no port is opened for a web page
    "spark.driver.memory": "2g",  # two waves of results pass through it
    "spark.log.level": "ERROR",
}


class Where(StrEnum):
    """Where a batch is worked through: in processes of this machine, or on Spark."""

    FAST = "fast"
    SPARK = "spark"


@contextmanager
def workforce(where: Where, master: str | None, workers: int | None) -> Iterator[Work]:
    """Yield what works through chunks, and let it go afterwards. Raises Malformed."""
    if where is Where.SPARK:
        if workers is not None:
            raise Malformed("Spark has no --workers", help="write `--master local[2]` for two", rule="wrong-option")
        with spark_context(master or EVERY_CORE) as context:
            yield partial(work_on_spark, context=context)
        return
    if master is not None:
        raise Malformed("a --master is Spark's", help="add `--engine spark`, or leave it out", rule="wrong-option")
    yield partial(work_through, processes=workers or os.cpu_count() or 1)


def work_on_spark(chunks: Iterator[Chunk], worker: Worker, context: SparkContext) -> Iterator[Done]:
    """Yield what each chunk comes to, in order; the directory is sent once to each machine."""
    from dos_router.spark import pack  # noqa: PLC0415 - only for this

    sent = context.broadcast(pack(worker.router))
    task = _Task(sent, worker.kind, worker.with_rejects)
    size = min(context.defaultParallelism, _MOST_AT_ONCE)
    with ThreadPoolExecutor(_WAVES) as pool:
        running: deque[Future[list[Done]]] = deque()
        try:
            while wave := list(islice(chunks, size)):
                running.append(pool.submit(_wave, context, wave, task))
                if len(running) >= _WAVES:
                    yield from running.popleft().result()
            while running:
                yield from running.popleft().result()
        except BaseException:
            context.cancelAllJobs()
            raise
    sent.destroy()


@contextmanager
def spark_context(master: str) -> Iterator[SparkContext]:
    """Yield the Spark that runs already, else start one and stop it afterwards. Raises Malformed."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - heavy, and only for this
    except ImportError as problem:
        cure = "install it: pip install 'dos-router[spark]'"
        raise Malformed("Spark is not installed", help=cure, rule="no-spark") from problem
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running.sparkContext
        return
    session = _start(SparkSession.builder, master)
    try:
        yield session.sparkContext
    finally:
        session.stop()


@dataclass(frozen=True, slots=True)
class _Task:
    """Works through a chunk in a process of Spark's; the router is unpacked once a process."""

    sent: Broadcast[Packed]
    kind: Kind
    with_rejects: Kind | None

    def __call__(self, chunk: Chunk) -> Done:
        from dos_router.spark import unpacked  # noqa: PLC0415 - the process has it once

        return Worker(unpacked(self.sent.value), self.kind, self.with_rejects).work(chunk)


def _wave(context: SparkContext, chunks: list[Chunk], task: _Task) -> list[Done]:
    """Return what some chunks come to, each worked through as a partition of its own."""
    return context.parallelize(chunks, len(chunks)).map(task).collect()


def _start(builder: SparkSession.Builder, master: str) -> SparkSession:
    """Start Spark, whose many words on standard error are kept from the screen. Raises Malformed."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with pyspark
    from pyspark.errors import PySparkException  # noqa: PLC0415

    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the same Python here and there
    asked = builder.master(master).appName("dos-router batch")
    for name, value in SETTINGS.items():
        asked = asked.config(name, value)
    try:
        with _quiet():
            return asked.getOrCreate()
    except (PySparkException, Py4JError, OSError) as problem:
        cure = "Spark needs Java 17 or later (`java -version`), and a master such as `local[2]` or `spark://host:7077`"
        raise Malformed(f"Spark did not start with the master `{master}`", help=cure, rule="no-spark") from problem


@contextmanager
def _quiet() -> Iterator[None]:
    """Let what is started meanwhile write its standard error into a file without a name."""
    sys.stderr.flush()
    ours = os.dup(2)
    try:
        with tempfile.TemporaryFile() as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(ours, 2)
        os.close(ours)

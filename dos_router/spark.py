"""Batches on Spark: calls in, results out, on as many machines and in as many partitions as there are.

    frame.mapInArrow(router(directory), schema(frame))    or, the same: route(frame, directory)

The directory travels compiled, with the function; each worker process unpacks it once and keeps it for all
partitions that it is given. Rows are those that `route_batches` gives; executors need dos-router and pyarrow.
"""

from __future__ import annotations

import copyreg
import hashlib
import io
import pickle
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dos_router.diagnostics import Malformed
from dos_router.loading.directory import load
from dos_router.model.directory import Directory
from dos_router.routing.batch import ROWS_ROUTED, BatchRouter
from dos_router.routing.batch_results import RESULTS, result_names
from dos_router.routing.compiled.cache import compiled_for, content_key
from dos_router.routing.fast import Engine
from dos_router.routing.route import Plans

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

KEPT = 2  # directories a process keeps: this month's and next month's


def route(
    frame: DataFrame,
    directory: Directory | str | Path,
    *,
    plans: Plans | None = None,
    columns: Mapping[str, str] | None = None,
    repeated_hour: str | None = None,
) -> DataFrame:
    """Return a frame of calls with their results, lazily; the options are those of `route_batches`."""
    task = router(directory, plans=plans, columns=columns, repeated_hour=repeated_hour)
    return frame.mapInArrow(task, schema(frame))


def router(
    directory: Directory | str | Path,
    *,
    plans: Plans | None = None,
    columns: Mapping[str, str] | None = None,
    repeated_hour: str | None = None,
) -> Router:
    """Return what `mapInArrow` takes: a function from Arrow batches of calls to the same rows with results.

    A directory may be named by its folder, which is then read here, on the driver. Raises Malformed.
    """
    engine = Engine(found := _opened(directory), compiled_for(found))
    return Router(pack(BatchRouter(engine, plans or {}, columns or {}, repeated_hour)))


def schema(frame: DataFrame | StructType) -> StructType:
    """Return the columns of the results for a frame of calls: its own, then ours under names that are free."""
    from pyspark.sql.types import (  # noqa: PLC0415 - only where Spark is
        ArrayType,
        BooleanType,
        DataType,
        DoubleType,
        StringType,
        StructField,
        StructType,
    )

    given = frame if isinstance(frame, StructType) else frame.schema
    kinds: dict[str, DataType] = {
        "string": StringType(),
        "double": DoubleType(),
        "bool": BooleanType(),
        "list": ArrayType(StringType()),
    }
    names = result_names(given.names)
    ours = (kinds[str(one.type).partition("<")[0]] for one in RESULTS)
    return StructType([*given.fields, *(StructField(name, kind) for name, kind in zip(names, ours, strict=True))])


@dataclass(frozen=True, slots=True)
class Packed:
    """A router as bytes, to be sent; `key` is the digest of all that its results hang on."""

    key: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Router:
    """Routes the batches of a partition; the same in every process, and small batches together."""

    packed: Packed

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the rows of all batches in their order, with results."""
        for batch in together(batches):
            yield from unpacked(self.packed).route(batch)


def together(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the same rows in larger batches: Spark's own hold 10,000, of which few share a need."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        if waiting and sum(one.num_rows for one in waiting) + batch.num_rows > ROWS_ROUTED:
            yield from pa.Table.from_batches(waiting).combine_chunks().to_batches()
            waiting = []
        waiting.append(batch)
    if waiting:
        yield from pa.Table.from_batches(waiting).combine_chunks().to_batches()


def pack(router: BatchRouter) -> Packed:
    """Return a router as bytes: its directory compiled, its care plans and options."""
    parts = (router.engine.directory, router.engine.compiled, router.plans, router.columns, router.repeated_hour)
    text = io.BytesIO()
    pickler = pickle.Pickler(text, protocol=5)
    pickler.dispatch_table = {**copyreg.dispatch_table, MappingProxyType: _reduced}
    pickler.dump(parts)
    return Packed(_key(router), zlib.compress(text.getvalue(), 1))


def unpacked(packed: Packed) -> BatchRouter:
    """Return the router of this process for what was sent, which is unpacked the first time it is asked for."""
    if packed.key not in _kept:
        directory, compiled, plans, columns, hour = pickle.loads(zlib.decompress(packed.content))  # noqa: S301 - Spark's own way: who sends it runs the job
        while len(_kept) >= KEPT:
            del _kept[next(iter(_kept))]
        _kept[packed.key] = BatchRouter(Engine(directory, compiled), plans, columns, hour)
    return _kept[packed.key]


_kept: dict[str, BatchRouter] = {}  # the routers of this process, by the digest of what was sent


def _opened(directory: Directory | str | Path) -> Directory:
    if isinstance(directory, Directory):
        return directory
    loaded = load(directory)
    if loaded.directory is None:
        said = "; ".join(f"{problem.location}: {problem.message}" for problem in loaded.problems[:3])
        raise Malformed(f"the directory cannot be used: {said}", help="`dos-router check` tells all", rule="unusable")
    return loaded.directory


def _key(router: BatchRouter) -> str:
    plans = sorted((patient, [repr(plan) for plan in held]) for patient, held in router.plans.items())
    told = (content_key(router.engine.directory), plans, sorted(router.columns.items()), router.repeated_hour)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _reduced(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    """Tell pickle how a read-only mapping is made again, which it does not know by itself."""
    return read_only, (dict(mapping),)


def read_only(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """Return a mapping as it was before it was sent."""
    return MappingProxyType(content)

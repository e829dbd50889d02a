"""Routing against what must be done anyway: the same Parquet read and written; and how time grows with services."""

from __future__ import annotations

import io
import tempfile
from collections import deque
from collections.abc import Callable, Iterator

import pyarrow as pa
from pyarrow import parquet

from benchmarks.activity import Shape
from benchmarks.against_peers import engines_of, route_all
from benchmarks.made_calls import made_calls
from benchmarks.made_directory import made_directory
from benchmarks.measuring import Line, interleaved, peak_of
from dos_router.routing.batch import BatchRouter
from dos_router.routing.fast import Engine

SERVICES, CALLS = 10_000, 131_072
MOST_OF_FILES, MOST_GROWTH, MOST_MEGABYTES = 2, 8, 500  # the targets
SMALL, LARGE, FEW = 100, 20_000, 65_536
MAKE = """
import sys
from pyarrow import parquet
from benchmarks.activity import shape_of
from benchmarks.made_calls import made_calls
from benchmarks.made_directory import made_directory
batches = made_calls(made_directory(int(sys.argv[1])), int(sys.argv[2]), shape=shape_of(None))
first = next(batches)
with parquet.ParquetWriter(sys.argv[3], first.schema) as file:
    file.write_batch(first)
    for batch in batches:
        file.write_batch(batch)
"""
MEMORY = """
import sys
from importlib.abc import MetaPathFinder
class WithoutPandas(MetaPathFinder):  # only Spark wants it, but where it is pyarrow loads it
    def find_spec(self, name, path, target=None):
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, WithoutPandas())
import pyarrow as pa
from benchmarks.made_directory import made_directory
from dos_router.loading.call_files import form_of, open_calls
from dos_router.routing.batch import BatchRouter
from dos_router.routing.fast import prepare
pa.set_memory_pool(pa.system_memory_pool())
router = BatchRouter(prepare(made_directory(int(sys.argv[1]))))
for chunk in open_calls(sys.argv[3], form_of(sys.argv[3])).chunks:
    for rows in router.route(chunk.rows):
        pass
"""


def against_files(repeats: int, shape: Shape) -> list[Line]:
    """Measure routing at 10,000 services against reading and writing the same Parquet."""
    directory = made_directory(SERVICES)
    batches = list(made_calls(directory, CALLS, shape=shape))
    engines, given = engines_of(directory), io.BytesIO()
    parquet.write_table(pa.Table.from_batches(batches), given)
    results = [pa.Table.from_batches(route_all(engine, batches)) for engine in engines.values()]
    if not results[0].equals(results[-1]):
        raise SystemExit("numpy and the compiled loop do not agree: nothing is measured")

    def files() -> None:
        parquet.read_table(io.BytesIO(given.getvalue()))
        parquet.write_table(results[0], io.BytesIO(), compression="zstd", compression_level=1)

    cases: dict[str, Callable[[], object]] = {name: _case(engine, batches) for name, engine in engines.items()}
    seconds = interleaved({**cases, "files": files}, repeats)
    lines = []
    for name in engines:
        ratio = seconds[name].median / seconds["files"].median
        lines.append(
            Line(
                f"10,000 services: routing over reading and writing Parquet, {name}",
                "≤ 2 ×",
                seconds[name].over(seconds["files"]),
                ratio <= MOST_OF_FILES,
            )
        )
    return lines


def growth(repeats: int, shape: Shape) -> list[Line]:
    """Measure the time of a call at 200 times the services."""
    cases: dict[str, Callable[[], object]] = {}
    for services in (SMALL, LARGE):
        directory = made_directory(services)
        batches = list(made_calls(directory, FEW, shape=shape))
        for name, engine in engines_of(directory).items():
            cases[f"{services} {name}"] = _case(engine, batches)
    seconds = interleaved(cases, repeats)
    lines = []
    for name in (case.partition(" ")[2] for case in cases if case.startswith(f"{SMALL} ")):
        large, small = seconds[f"{LARGE} {name}"], seconds[f"{SMALL} {name}"]
        lines.append(
            Line(
                f"growth: 200 × the services, {name}",
                "≤ 8 × a call",
                large.over(small),
                large.median <= MOST_GROWTH * small.median,
            )
        )
    return lines


def memory(calls: int) -> Iterator[Line]:
    """Measure the most memory of a process that routes a million calls, and one that routes more of them."""
    few, many = (_peak_for(count) for count in (1_000_000, calls))
    yield Line("memory at 10,000 services, 1,000,000 calls", "≤ 500 MB", f"{few:,.0f} MB", few <= MOST_MEGABYTES)
    yield Line(f"memory, {calls:,} calls", "flat", f"{many:,.0f} MB", many <= max(MOST_MEGABYTES, few * 1.1))


def _peak_for(calls: int) -> float:
    """Return the most memory of a process that reads so many calls as the command does, and routes them."""
    with tempfile.TemporaryDirectory() as folder:
        given = (str(SERVICES), str(calls), f"{folder}/calls.parquet")
        peak_of(MAKE, *given)
        return peak_of(MEMORY, *given)


def _case(engine: Engine, batches: list[pa.RecordBatch]) -> Callable[[], object]:
    """Return a case that routes and lets go of the results, as a batch does that writes them out."""
    router = BatchRouter(engine)
    return lambda: deque((rows for batch in batches for rows in router.route(batch)), maxlen=0)

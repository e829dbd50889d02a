"""The table of targets: `python -m benchmarks`. Results are compared before anything is timed.

Every ratio is of runs in one process, interleaved, the median of several; seconds are of the processor, all
threads together, so that what else the machine does matters little.
"""

from __future__ import annotations

import argparse
import dataclasses
import io
import platform
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow import parquet

from benchmarks import peer_duckdb, peer_polars
from benchmarks.made_calls import made_calls
from benchmarks.made_directory import made_directory
from benchmarks.plain_python import IndexedPython
from benchmarks.tables import searched_calls, tables_of
from dos_router.model.directory import Directory
from dos_router.routing.batch import BatchRouter
from dos_router.routing.fast import Engine, prepare
from dos_router.routing.fast_calls import Calls

FEW = 400  # calls that plain Python is asked, and compared on


class Line(NamedTuple):
    """A line of the table."""

    what: str
    target: str
    measured: str


def main() -> None:
    """Measure, and print the table."""
    asked = _arguments()
    directory = _without_validation(made_directory(asked.services))
    batches = list(made_calls(directory, asked.calls))
    lines = [
        *_against_peers(directory, batches, asked.repeats),
        *_against_files(asked.repeats),
        *_growth(asked.repeats),
    ]
    lines.append(Line("memory of this process at most", "500 MB a worker", f"{_memory():,.0f} MB (peers included)"))
    print(f"{asked.services:,} services, {asked.calls:,} calls, median of {asked.repeats}; {_machine()}\n")
    print("\n".join(["| what | target | measured |", "|---|---|---|", *(f"| {' | '.join(line)} |" for line in lines)]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=2_000)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    return parser.parse_args()


def _against_peers(directory: Directory, batches: Sequence[pa.RecordBatch], repeats: int) -> list[Line]:
    engine = prepare(directory)
    parts = [searched_calls(engine, batch) for batch in batches]
    names = [each.name for each in dataclasses.fields(Calls)]
    tables = tables_of(
        engine, Calls(**{name: np.concatenate([getattr(calls, name) for calls, _ in parts]) for name in names})
    )
    offsets = np.cumsum([0, *(batch.num_rows for batch in batches[:-1])])
    rows = np.concatenate([found + offset for (_, found), offset in zip(parts, offsets, strict=True)])
    ours = pa.Table.from_batches(_route(engine, batches)).take(rows)
    peers: dict[str, Callable[[], Any]] = {
        "DuckDB": lambda: peer_duckdb.route(tables, 2),
        "Polars": lambda: peer_polars.route(tables),
    }
    for name, peer in peers.items():
        _compare(ours, peer(), engine, name)
    sample = batches[0].slice(0, FEW)
    python = IndexedPython(directory)
    plain = [python.route(row) for row in sample.to_pylist()]
    first = pa.Table.from_batches(_route(engine, [sample])).to_pylist()
    _check(
        all(
            one is None or [o.service.id for o in one.offers] == row["offers"]
            for one, row in zip(plain, first, strict=True)
        ),
        "Python",
    )
    seconds = _interleaved({"ours": lambda: _route(prepare(directory), batches), **peers}, repeats)
    alone = _interleaved({"python": lambda: [python.route(row) for row in sample.to_pylist()]}, repeats)["python"] / FEW
    count = sum(batch.num_rows for batch in batches)
    each = seconds["ours"] / count
    return [
        Line("ours, numpy alone: text to results", "–", f"{each * 1e6:.1f} µs a call"),
        Line("against DuckDB, given parsed calls", "≥ 4 ×", f"{seconds['DuckDB'] / seconds['ours']:.1f} ×"),
        Line("against Polars, given parsed calls", "≥ 4 ×", f"{seconds['Polars'] / seconds['ours']:.1f} ×"),
        Line("against a plain indexed Python loop", "≥ 100 ×", f"{alone / each:.0f} ×"),
    ]


def _compare(ours: pa.Table, theirs: pa.Table, engine: Engine, name: str) -> None:
    """See to it that a peer's offers and near misses are ours, row by row."""
    ids = engine.compiled.names.services
    rows = zip(ours["outcome"].to_pylist(), ours["offers"].to_pylist(), ours["near_misses"].to_pylist(), strict=True)
    peer = zip(theirs["offers"].to_pylist(), theirs["near_misses"].to_pylist(), strict=True)
    for (outcome, offers, misses), (found, told) in zip(rows, peer, strict=True):
        routed = offers if outcome == "routed" else []
        _check(routed == [ids[place] for place in found or ()] and misses == (told or ""), name)


def _check(agrees: bool, name: str) -> None:  # noqa: FBT001
    if not agrees:
        raise SystemExit(f"{name} and we do not agree: nothing is measured")


def _against_files(repeats: int) -> list[Line]:
    """Measure routing at 10,000 services against reading and writing the same Parquet."""
    directory = made_directory(10_000)
    batches = list(made_calls(directory, 131_072))
    engine = prepare(directory)
    given = io.BytesIO()
    parquet.write_table(pa.Table.from_batches(batches), given)
    results = pa.Table.from_batches(_route(engine, batches))

    def files() -> None:
        parquet.read_table(io.BytesIO(given.getvalue()))
        parquet.write_table(results, io.BytesIO(), compression="zstd", compression_level=1)

    seconds = _interleaved({"route": lambda: _route(engine, batches), "files": files}, repeats)
    each = seconds["route"] / 131_072
    return [
        Line(
            "10,000 services: routing over reading and writing Parquet",
            "≤ 2 ×",
            f"{seconds['route'] / seconds['files']:.1f} ×",
        ),
        Line(
            "20 M calls × 10,000 services on two cores, from that",
            "≤ 3 min",
            f"{each * 20e6 / 2 / 60:.1f} min, files apart",
        ),
    ]


def _growth(repeats: int) -> list[Line]:
    """Measure the time of a call at 200 times the services."""
    cases = {}
    for services in (100, 20_000):
        directory = made_directory(services)
        engine, batches = prepare(directory), list(made_calls(directory, 65_536))
        cases[str(services)] = lambda engine=engine, batches=batches: _route(engine, batches)
    seconds = _interleaved(cases, repeats)
    return [Line("growth: 200 × the services", "≤ 8 × a call", f"{seconds['20000'] / seconds['100']:.1f} ×")]


def _route(engine: Engine, batches: Sequence[pa.RecordBatch]) -> list[pa.RecordBatch]:
    router = BatchRouter(engine)
    return [found for batch in batches for found in router.route(batch)]


def _interleaved(cases: dict[str, Callable[[], Any]], repeats: int) -> dict[str, float]:
    """Return the median of the processor's seconds of each case, after one run that warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(repeats + 1):
        for name, case in cases.items():
            began = time.process_time()
            case()
            if turn:
                seconds[name].append(time.process_time() - began)
    return {name: statistics.median(each) for name, each in seconds.items()}


def _without_validation(directory: Directory) -> Directory:
    """Leave out the search for a validating disposition, which the peers do not make."""
    return dataclasses.replace(directory, policy=dataclasses.replace(directory.policy, validate=False))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _machine() -> str:
    versions = {
        "numpy": np.__version__,
        "pyarrow": pa.__version__,
        "duckdb": duckdb.__version__,
        "polars": pl.__version__,
    }
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    return f"Python {platform.python_version()} on {platform.machine()}, {told}"


if __name__ == "__main__":
    main()

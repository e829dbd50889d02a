"""We and our peers on the same calls: DuckDB by SQL, Polars by joins, plain Python with an index."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pyarrow as pa

from benchmarks import peer_duckdb, peer_polars
from benchmarks.activity import Shape
from benchmarks.made_calls import made_calls
from benchmarks.made_directory import made_directory
from benchmarks.measuring import Line, Timing, interleaved
from benchmarks.plain_python import IndexedPython
from benchmarks.tables import Tables, searched_calls, tables_of
from dos_router.model.directory import Directory
from dos_router.routing import kernel
from dos_router.routing.batch import BatchRouter
from dos_router.routing.fast import Engine, prepare
from dos_router.routing.fast_calls import Calls

FEW = 400  # calls that plain Python is asked, and compared on
NUMPY, FAST = "numpy alone", "with [fast]"


def against_peers(services: int, calls: int, repeats: int, shape: Shape) -> list[Line]:
    """Compare the results of all, then measure them in turns."""
    directory = without_validation(made_directory(services))
    batches = list(made_calls(directory, calls, shape=shape))
    engine = prepare(directory)
    tables, rows = _tables(engine, batches)
    engines = engines_of(directory)
    print(f"{len(rows):,} searches are compared with DuckDB's and Polars's, row by row", flush=True)
    theirs = {name: peer() for name, peer in _peers(tables).items()}
    for name, mine in engines.items():
        ours = pa.Table.from_batches(route_all(mine, batches)).take(rows)
        for peer, found in theirs.items():
            _compare(ours, found, engine, f"{peer} and we, {name},")
    del theirs
    python = IndexedPython(directory)
    few = batches[0].slice(0, FEW)
    _compare_python(python, few, engine)
    cases: dict[str, Callable[[], object]] = {
        **{name: _routes(mine, batches) for name, mine in engines.items()},
        **_peers(tables), "Python": lambda: [python.route(row) for row in few.to_pylist()],
    }  # fmt: skip
    seconds = interleaved(cases, repeats)
    seconds["Python"] = Timing(*(each / FEW * calls for each in seconds["Python"]))
    return list(_lines(seconds, calls))


def engines_of(directory: Directory) -> dict[str, Engine]:
    """Return an engine by numpy alone, and one by the compiled loop where numba is installed."""
    loops, found = kernel.compiled_loops(), {NUMPY: prepare(directory)}
    found[NUMPY]._sought = -(2**62)  # noqa: SLF001 - it never comes to be worth while
    if loops is not None:
        found[FAST] = prepare(directory)
        found[FAST]._sought = kernel.WORTH_IT  # noqa: SLF001 - it is at once
    return found


def route_all(engine: Engine, batches: Sequence[pa.RecordBatch]) -> list[pa.RecordBatch]:
    """Return all rows with their results."""
    router = BatchRouter(engine)
    return [found for batch in batches for found in router.route(batch)]


def without_validation(directory: Directory) -> Directory:
    """Leave out the search for a validating disposition, which the peers do not make."""
    return dataclasses.replace(directory, policy=dataclasses.replace(directory.policy, validate=False))


def _tables(engine: Engine, batches: Sequence[pa.RecordBatch]) -> tuple[Tables, np.ndarray]:
    """Return the tables that peers join, and which rows of all batches they answer."""
    parts = [searched_calls(engine, batch) for batch in batches]
    names = [each.name for each in dataclasses.fields(Calls)]
    calls = Calls(**{name: np.concatenate([getattr(some, name) for some, _ in parts]) for name in names})
    starts = np.cumsum([0, *(batch.num_rows for batch in batches[:-1])])
    return tables_of(engine, calls), np.concatenate(
        [rows + start for (_, rows), start in zip(parts, starts, strict=True)]
    )


def _peers(tables: Tables) -> dict[str, Callable[[], pa.Table]]:
    return {"DuckDB": lambda: peer_duckdb.route(tables, 2), "Polars": lambda: peer_polars.route(tables)}


def _routes(engine: Engine, batches: Sequence[pa.RecordBatch]) -> Callable[[], object]:
    return lambda: route_all(engine, batches)


def _compare(ours: pa.Table, theirs: pa.Table, engine: Engine, name: str) -> None:
    """See to it that a peer's offers and near misses are ours, row by row."""
    ids = engine.compiled.names.services
    for start in range(0, ours.num_rows, 65_536):
        mine, other = ours.slice(start, 65_536), theirs.slice(start, 65_536)
        rows = zip(
            mine["outcome"].to_pylist(), mine["offers"].to_pylist(), mine["near_misses"].to_pylist(), strict=True
        )
        peer = zip(other["offers"].to_pylist(), other["near_misses"].to_pylist(), strict=True)
        for (outcome, offers, misses), (found, told) in zip(rows, peer, strict=True):
            routed = offers if outcome == "routed" else []
            if routed != [ids[place] for place in found or ()] or misses != (told or ""):
                raise SystemExit(f"{name} do not agree: nothing is measured")


def _compare_python(python: IndexedPython, few: pa.RecordBatch, engine: Engine) -> None:
    rows = pa.Table.from_batches(route_all(engine, [few])).to_pylist()
    for one, row in zip((python.route(row) for row in few.to_pylist()), rows, strict=True):
        if one is not None and [offer.service.id for offer in one.offers] != row["offers"]:
            raise SystemExit("Python and we do not agree: nothing is measured")


def _lines(seconds: dict[str, Timing], calls: int) -> Iterator[Line]:
    mine = [name for name in (NUMPY, FAST) if name in seconds]
    for name in mine:
        yield Line(f"a call, text to results, {name}", "–", seconds[name].each(calls))
    for name in mine:
        wanted = {"DuckDB": 8 if name == FAST else 4, "Polars": 4, "Python": 100}
        for peer, target in wanted.items():
            ratio = seconds[peer].median / seconds[name].median
            yield Line(f"against {peer}, {name}", f"≥ {target} ×", seconds[peer].over(seconds[name]), ratio >= target)
    if FAST in seconds:
        yield Line("numpy alone over [fast], the whole batch", "–", seconds[NUMPY].over(seconds[FAST]))

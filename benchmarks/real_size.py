"""A year of England's calls through a directory of real size: `python -m benchmarks.real_size DIRECTORY --data DATA`.

DIRECTORY is one of scripts/make_real_size.py. How far a search reaches is set for each district first, so that it
reaches about a hundred services, as commissioners do: everyone within 60 km of London is no answer. Then
`dos-router batch` runs as people run it, Parquet in and out, and this tells its time, memory and outcomes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pyarrow import parquet

from benchmarks.activity import shape_of
from benchmarks.made_calls import calls_of
from benchmarks.measuring import Peaks
from benchmarks.real_callers import callers_of, distances_by_district
from benchmarks.results import machine, table_of, write_section
from dos_router.loading.directory import load
from dos_router.model.directory import Directory
from dos_router.routing.batch import result_schema

SHAPE = (
    "Emergency departments whose list gives no hours are taken to be open at all times; there are no dental practices\n"
    "in this directory, nor community services: many calls are left with the catch-all."
)
ROW = 60  # bytes that a call takes at most in Parquet, and with its results about fifteen times that
MEASURES = {
    "ambulance": "ambulance", "emergency_department": "emergency department", "primary_care": "primary care",
    "dental": "dental", "self_care": "self care", "other": "other",
}  # fmt: skip


class Run(NamedTuple):
    """What a run took: seconds by the wall and of the processors, and memory of the command and of its largest worker."""

    wall: float
    processor: float
    megabytes: float
    worker_megabytes: float
    summary: dict[str, Any]


def main() -> None:
    """Make the calls, route them, and write down what it took."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name)
        directory = _prepared(asked.directory, folder / "directory")
        shape = shape_of(asked.data)
        calls = folder / "calls.parquet"
        _write_calls(directory, calls, asked.calls, asked.data)
        run = _route(folder, calls, asked.workers)
    families = shape.families
    text = "\n\n".join([_figures(run, directory, asked), SHAPE, _mix(run.summary, families), machine()])
    print(text)
    write_section("A year of England", text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--data", type=Path, help="the folder of open data, whose activity shapes the calls")
    parser.add_argument("--calls", type=int, default=20_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=None, help="where there is room for calls and results")
    return parser.parse_args()


def _prepared(given: Path, folder: Path) -> Directory:
    """Return a copy of a directory whose searches reach as far as they need to."""
    shutil.copytree(given, folder)
    first = load(folder).directory
    if first is None:
        raise SystemExit(f"{given} does not load")
    told = ", ".join(f'"{name}": {km}' for name, km in distances_by_district(first).items())
    (folder / "policy.yaml").write_text(f"search_distance_km: {{default: 30, {told}}}\n", encoding="utf-8")
    loaded = load(folder).directory
    if loaded is None:
        raise SystemExit("the directory does not load with its distances")
    return loaded


def _write_calls(directory: Directory, path: Path, count: int, data: Path | None) -> None:
    batches = calls_of(callers_of(directory), count, seed=2026, shape=shape_of(data))
    first = next(batches)
    if shutil.disk_usage(path.parent).free < count * ROW * 16:
        raise SystemExit("the disk has too little room")
    with parquet.ParquetWriter(path, first.schema, compression="zstd") as writer:
        for batch in chain([first], batches):
            writer.write_batch(batch)


def _route(folder: Path, calls: Path, workers: int) -> Run:
    """Run the command, and read what it says of itself."""
    command = [sys.executable, "-m", "dos_router", "batch", str(calls), "-d", str(folder / "directory")]
    command += ["-o", str(folder / "out.parquet"), "--summary", str(folder / "summary.json"), "--workers", str(workers)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    peaks = Peaks()
    peaks.start()
    done = subprocess.run(
        [*command, "--allow-unsigned"], check=False, env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    )
    after, took = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - began
    peaks.stop()
    if done.returncode not in {0, 5}:
        raise SystemExit(f"the batch ended with {done.returncode}")
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    found = parquet.ParquetFile(folder / "out.parquet")
    if found.metadata.num_rows != summary["rows"] or found.schema_arrow != result_schema(parquet.read_schema(calls)):
        raise SystemExit("the rows that came out are not those that went in")
    spent = sum(getattr(after, name) - getattr(before, name) for name in ("ru_utime", "ru_stime"))
    return Run(took, spent, peaks.begun, peaks.theirs, summary)


def _figures(run: Run, directory: Directory, asked: argparse.Namespace) -> str:
    rows, seconds = run.summary["rows"], run.summary["seconds"]
    return table_of(
        ("what", "target", "measured"),
        [
            (f"{rows:,} calls × {len(directory.services):,} services, {asked.workers} workers", "≤ 3 min", f"{seconds / 60:.1f} min by the wall, the directory loaded"),
            ("the whole command, loading and compiling among it", "–", f"{run.wall / 60:.1f} min by the wall, {run.processor / 60:.1f} min of the processors"),
            ("a call", "–", f"{run.processor / rows * 1e6:.1f} µs of a processor"),
            ("a worker", "≤ 500 MB at 10,000 services", f"{run.worker_megabytes:,.0f} MB"),
            ("the process that reads, and writes what they find", "–", f"{run.megabytes:,.0f} MB"),
        ],
    )  # fmt: skip


def _mix(summary: dict[str, Any], families: dict[str, float]) -> str:
    """Return what was asked beside what is published, and what came of it."""
    rows = summary["rows"]
    asked = [
        (name, f"{families[family]:.1f} %", f"{summary['measures'][key]['percent']:.1f} %")
        for key, family in MEASURES.items()
        for name in [family]
    ]
    came = [(name, f"{count:,}", f"{100 * count / rows:.1f} %") for name, count in summary["outcomes"].items()]
    first = [(name, f"{count:,}", f"{100 * count / rows:.1f} %") for name, count in list(summary["types"].items())[:8]]
    return "\n\n".join(
        [
            table_of(("dispositions", "published 2024-25", "asked here"), asked),
            table_of(("outcome", "calls", "share"), came),
            table_of(("first offered", "calls", "share"), first),
        ]
    )


if __name__ == "__main__":
    main()

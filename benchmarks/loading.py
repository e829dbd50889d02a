"""Files into memory: YAML into trees of text, tables of many services into a compiled directory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.made_directory import made_directory
from benchmarks.measuring import Line, interleaved, peak_of
from benchmarks.written_directory import write_directory
from dos_router.diagnostics import Location
from dos_router.loading.text_tree import read_tree

READ = """
import sys
from pathlib import Path
from dos_router.diagnostics import Location
from dos_router.loading.text_tree import read_tree
trees = [read_tree(path, Location(path.name)) for path in sorted(Path(sys.argv[1]).glob("*.yaml"))]
"""
COMPILE = """
import sys
from dos_router.loading.directory import load
from dos_router.routing.compiled.directory import compile_directory
loaded = load(sys.argv[1])
assert loaded.directory is not None, loaded.problems[:3]
assert len(loaded.directory.services) == int(sys.argv[2]), len(loaded.directory.services)
compile_directory(loaded.directory)
"""
MANY = 100_000


def reading(repeats: int) -> Iterator[Line]:
    """Measure the reading of 5,000 services into trees of text, and the memory that it takes."""
    with tempfile.TemporaryDirectory() as name:
        write_directory(made_directory(5_000), Path(name), "yaml")
        bare, peak = peak_of(READ, name), peak_of(READ, str(Path(name) / "services"))
        seconds = interleaved({"read": lambda: _read(Path(name) / "services")}, repeats)["read"]
    yield Line("5,000 services of YAML into text trees", "≤ 1.5 s", seconds.milliseconds(), seconds.median <= 1.5)  # noqa: PLR2004
    yield Line("the memory of that, beyond Python's and ours", "≤ 100 MB", f"{peak - bare:,.0f} MB", peak - bare <= 100)  # noqa: PLR2004


def compiling(form: str) -> Iterator[Line]:
    """Measure the loading and compiling of 100,000 services from a table, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        write_directory(made_directory(MANY), Path(name), form)
        peaks: list[float] = []
        seconds = interleaved({"compile": lambda: peaks.append(peak_of(COMPILE, name, str(MANY)))}, 1)["compile"]
    said = f"100,000 services from {form} into a compiled directory"
    yield Line(said, "≤ 20 s", f"{seconds.median:.1f} s", seconds.median <= 20)  # noqa: PLR2004
    yield Line("the memory of that", "≤ 2 GB", f"{max(peaks) / 1024:.1f} GB", max(peaks) <= 2_048)  # noqa: PLR2004


def _read(folder: Path) -> None:
    for path in sorted(folder.glob("*.yaml")):
        read_tree(path, Location(path.name))

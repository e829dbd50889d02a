"""Tables of what was measured, and RESULTS.md, of which every run replaces its own sections and leaves the rest."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = """# What was measured

Written by `python -m benchmarks` and `python -m benchmarks.real_size`; targets are those of the engine. Results of all
peers are compared row by row before anything is timed. Ratios are of seconds of the processors, all threads together,
in one run: the cases take turns, and what is told is the median with the least and the most.
"""
PACKAGES = ("numpy", "pyarrow", "numba", "duckdb", "polars", "pyspark")


def table_of(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_section(title: str, text: str) -> None:
    """Put a section in its place in RESULTS.md, or at its end."""
    whole = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else HEAD
    section = f"\n## {title}\n\n{text}\n"
    old = re.search(rf"\n## {re.escape(title)}\n.*?(?=\n## |\Z)", whole, re.DOTALL)
    whole = whole[: old.start()] + section + whole[old.end() :] if old else whole.rstrip("\n") + "\n" + section
    RESULTS.write_text(whole, encoding="utf-8")


def machine() -> str:
    """Return a line that tells the machine and the versions, and nothing that names it."""
    said = [f"{processor()}, {os.cpu_count()} cores, {memory_gb():.0f} GB", f"Python {platform.python_version()}"]
    return "; ".join([*said, ", ".join(f"{name} {_version(name)}" for name in PACKAGES)])


def processor() -> str:
    """Return the model of the processor."""
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8")) if info.exists() else None
    return found[1].strip() if found else platform.machine()


def memory_gb() -> float:
    """Return the memory of the machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"

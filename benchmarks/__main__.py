"""The table of targets: `python -m benchmarks`, printed and written into RESULTS.md.

Results are compared before anything is timed; see measuring.py for how. `--only` measures some parts of it,
and replaces only their sections. The year of England is `python -m benchmarks.real_size`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.activity import shape_of
from benchmarks.against_files import against_files, growth, memory
from benchmarks.against_peers import against_peers
from benchmarks.commands import commands
from benchmarks.loading import compiling, reading
from benchmarks.measuring import Line
from benchmarks.results import machine, table_of, write_section


def main() -> None:
    """Measure part after part, and tell each as soon as it is done."""
    asked = _arguments()
    shape = shape_of(asked.data)
    parts: dict[str, tuple[str, Callable[[], Iterable[Line]]]] = {
        "peers": (
            f"Against peers: {asked.services:,} services, {asked.calls:,} calls",
            lambda: against_peers(asked.services, asked.calls, asked.repeats, shape),
        ),
        "files": ("Against Parquet", lambda: against_files(asked.repeats, shape)),
        "growth": ("Growth", lambda: growth(asked.repeats, shape)),
        "memory": ("Memory", lambda: memory(asked.many)),
        "commands": ("Commands", lambda: commands(asked.repeats)),
        "reading": ("Reading", lambda: reading(asked.repeats)),
        "compiling": ("Tables", lambda: [line for form in ("csv", "parquet") for line in compiling(form)]),
    }
    for name in asked.only.split(",") if asked.only else parts:
        title, measure = parts[name]
        text = table_of(("what", "target", "measured", ""), [line.cells() for line in measure()])
        text = f"{text}\n\nMedian of {asked.repeats}; {machine()}"
        print(f"\n## {title}\n\n{text}", flush=True)
        write_section(title.partition(":")[0], text.replace("Median", f"{title}. Median") if ":" in title else text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder of open data, whose activity shapes the calls")
    parser.add_argument("--services", type=int, default=2_000)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--many", type=int, default=5_000_000, help="calls for which memory should be as for a million")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", help="peers, files, growth, memory, commands, reading, compiling; joined by commas")
    return parser.parse_args()


if __name__ == "__main__":
    main()

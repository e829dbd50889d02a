"""Measuring side by side: cases take turns, and a case's figure is the median of its turns."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Timing(NamedTuple):
    """Seconds of the processors: the median of several turns, the least and the most."""

    median: float
    least: float
    most: float

    def over(self, other: Timing) -> str:
        """Return how many times another's seconds these are, with the least and the most that they might be."""
        return f"{self.median / other.median:.1f} × ({self.least / other.most:.1f}–{self.most / other.least:.1f})"

    def each(self, count: int) -> str:
        """Return microseconds each."""
        low, middle, high = (seconds / count * 1e6 for seconds in (self.least, self.median, self.most))
        return f"{middle:.1f} µs ({low:.1f}–{high:.1f})"

    def milliseconds(self) -> str:
        """Return milliseconds."""
        return f"{self.median * 1e3:,.0f} ms ({self.least * 1e3:,.0f}–{self.most * 1e3:,.0f})"


class Line(NamedTuple):
    """A line of a table of targets."""

    what: str
    target: str
    measured: str
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the cells, whether it is met as a word."""
        return (self.what, self.target, self.measured, {True: "met", False: "**missed**", None: "–"}[self.met])


def interleaved(cases: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, Timing]:
    """Return each case's seconds of the processors, its own children's among them, after one turn that warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(repeats + 1):
        for name, case in cases.items():
            began = _spent()
            case()
            if turn:
                seconds[name].append(_spent() - began)
    return {name: Timing(statistics.median(each), min(each), max(each)) for name, each in seconds.items()}


def command(*arguments: str, cache: str) -> Callable[[], object]:
    """Return a case that runs Python, with the user's cache in a folder of its own."""
    return lambda: subprocess.run(
        [sys.executable, *arguments],
        check=True,
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", **environment(cache)},
    )


def environment(cache: str) -> dict[str, str]:
    """Return the environment of a command that is measured."""
    return {"XDG_CACHE_HOME": cache, "PYTHONPATH": ":".join(path for path in sys.path if path), "NO_COLOR": "1"}


def peak_of(code: str, *arguments: str) -> float:
    """Return the most memory that a process had that ran some Python, in MB; on Linux."""
    told = f"{code}\nprint(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    done = subprocess.run([sys.executable, "-c", told, *arguments], check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1]) / 1024


class Peaks(threading.Thread):
    """Watches the processes begun here and theirs: the most memory that any of them had, in MB; on Linux.

    `begun` is of those begun here, `theirs` of those that they have begun.
    What the system tells of ended children counts what they were before they became another program.
    """

    def __init__(self) -> None:
        """Begin with none seen."""
        super().__init__(daemon=True)
        self.begun = self.theirs = 0.0
        self._done = threading.Event()

    def run(self) -> None:
        """Look at all of them every so often."""
        while not self._done.wait(0.2):
            self._look()

    def stop(self) -> None:
        """Look no more."""
        self._done.set()
        self.join()

    def _look(self) -> None:
        parents, peaks = {}, {}
        for each in Path("/proc").glob("[0-9]*/status"):
            with suppress(OSError):
                told = dict(line.split(":", 1) for line in each.read_text().splitlines() if ":" in line)
                parents[int(told["Pid"])] = int(told["PPid"])
                peaks[int(told["Pid"])] = int(told.get("VmHWM", "0 kB").split()[0]) / 1024
        begun = {one for one, parent in parents.items() if parent == os.getpid()}
        theirs = {one for one, parent in parents.items() if parent in begun}
        self.begun = max([self.begun, *(peaks[one] for one in begun)])
        self.theirs = max([self.theirs, *(peaks[one] for one in theirs)])


def _spent() -> float:
    times: Sequence[float] = time_of_all()
    return sum(times)


def time_of_all() -> tuple[float, float]:
    """Return the seconds of this process with all its threads, and of the processes that it started and that ended."""
    import resource  # noqa: PLC0415 - not on Windows

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time(), children.ru_utime + children.ru_stime

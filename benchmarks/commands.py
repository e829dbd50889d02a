"""The commands that people wait for, beside bare Python: one call routed, the help, the check of a directory."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.made_directory import made_directory
from benchmarks.measuring import Line, Timing, command, interleaved, time_of_all
from benchmarks.written_directory import write_directory

CALL = (
    *("--at", "2026-11-21T20:00", "--age", "34", "--sex", "female", "--disposition", "Dx05"),
    *("--symptom-group", "SG1007", "--symptom-discriminator", "SD4006", "--postcode"),
)
SERVICES = 2_000


def commands(repeats: int) -> Iterator[Line]:
    """Measure the commands, each after one run that fills its cache."""
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name) / "made", str(Path(name) / "cache")
        directory = made_directory(SERVICES)
        write_directory(directory, folder, "yaml")
        place = next(iter(directory.places))
        program = ("-m", "dos_router")
        route = command(*program, "route", *CALL, place, "-d", str(folder), "--allow-unsigned", cache=cache)
        cases = {
            "bare": command("-c", "pass", cache=cache),
            "help": command(*program, "--help", cache=cache),
            "route": route,
        }
        seconds = interleaved(cases, max(repeats, 5))
        for case, most, said in (
            ("route", 12, "`route` of one call, 2,000 services, compiled"),
            ("help", 6, "`dos-router --help`"),
        ):
            ratio = seconds[case].median / seconds["bare"].median
            yield Line(
                said,
                f"≤ {most} × bare Python",
                f"{seconds[case].over(seconds['bare'])}; {seconds[case].milliseconds()}",
                ratio <= most,
            )
        yield from _checks(folder, Path(name), repeats)


def _checks(folder: Path, room: Path, repeats: int) -> Iterator[Line]:
    """Measure `check` without a cache, and after one file of it has changed."""
    cold, changed = [], []
    one = min((folder / "services").glob("*.yaml"))
    for turn in range(repeats):
        check = command("-c", "from dos_router.__main__ import main; import sys\ntry: main()\nexcept SystemExit: pass",
                        "check", "-d", str(folder), cache=str(room / f"cache-{turn}"))  # fmt: skip
        cold.append(_seconds(check))
        one.write_text(one.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
        changed.append(_seconds(check))
    for said, most, found in (("cold", 2.0, cold), ("one file changed", 0.8, changed)):
        spent, wall = (Timing(statistics.median(each), min(each), max(each)) for each in zip(*found, strict=True))
        yield Line(
            f"`check` of 2,000 services, {said}",
            f"≤ {most} s",
            f"{spent.milliseconds()} of processor; {wall.milliseconds()} by the wall",
            spent.median <= most,
        )


def _seconds(case: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of the processors that a command takes, and those by the wall."""
    spent, began = sum(time_of_all()), time.perf_counter()
    case()
    return sum(time_of_all()) - spent, time.perf_counter() - began

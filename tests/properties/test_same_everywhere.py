"""The same answers in another process, whatever its hash seed, zone, locale, folder and clock (I08, I09)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dos_router

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("routed_elsewhere.py")
DIRECTORY = ROOT / "directories" / "kent-surrey-sussex"
PACKAGE = Path(dos_router.__file__).parents[1]


def routed(*arguments: str, folder: Path, directory: Path = DIRECTORY, **environment: str) -> list[str]:
    """Return what the script prints in another process, run in a folder with these environment variables."""
    found = subprocess.run(
        [sys.executable, "-W", "error", str(SCRIPT), str(directory), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PACKAGE), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.splitlines()


@pytest.fixture(scope="module")
def here() -> list[str]:
    return routed(folder=ROOT, PYTHONHASHSEED="0", TZ="Europe/London", LC_ALL="C.UTF-8")


def test_the_calls_come_to_something(here: list[str]) -> None:
    outcomes = [
        name for name in ("routed", "dispatch", "no-search") if any(f'"outcome": "{name}"' in line for line in here)
    ]
    assert outcomes == ["routed", "dispatch", "no-search"]
    assert len(here) > 30


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "20261025", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    ],
    ids=lambda environment: ", ".join(f"{name}={value}" for name, value in environment.items()),
)
def test_i08_another_process_gives_the_same_answers(environment: dict[str, str], here: list[str]) -> None:
    nearby = DIRECTORY.parent  # another working folder, from which the directory has another name
    assert routed(folder=nearby, directory=Path(DIRECTORY.name), **environment) == here


def test_i09_the_clock_of_the_machine_is_never_looked_at(here: list[str], tmp_path: Path) -> None:
    assert routed("no-clock", folder=tmp_path) == here

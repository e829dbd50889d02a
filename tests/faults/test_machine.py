"""Faults injected for real: a full disk, an interruption, a closed pipe, files that cannot be read."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROUTE = [
    sys.executable, "-m", "dos_router", "route", "-d", str(ROOT / "directories/milton-keynes"),
    "--at", "2026-11-21T20:00",
    "--postcode", "MK9", "--age", "34", "--disposition", "Dx05", "--symptom-group", "SG1156",
    "--symptom-discriminator", "SD4003",
]  # fmt: skip


def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, text=True, check=False, timeout=60, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the machine has no /dev/full")
def test_a_full_disk_is_said_so() -> None:
    with Path("/dev/full").open("w") as full:
        result = run(ROUTE, stdout=full, stderr=subprocess.PIPE)
    assert (result.returncode, "the disk is full" in result.stderr) == (74, True)


def test_a_reader_that_has_read_enough_ends_us_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        result = run(ROUTE, stdout=closed, stderr=subprocess.PIPE)
    assert (result.returncode, result.stderr) == (0, "")


def test_an_interruption_ends_with_its_own_code(tmp_path: Path) -> None:
    """The care-plans file is a pipe that never fills: the command waits in it, and is interrupted there."""
    waiting = tmp_path / "services.fifo"
    os.mkfifo(waiting)
    code = (
        "import signal, sys; from dos_router.cli import guard; import typer\n"
        f"def wait() -> None: open({str(waiting)!r}).read()\n"
        "app = typer.Typer(); app.command()(guard.guarded(wait)); app()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) as process:
        writer = os.open(waiting, os.O_WRONLY)  # returns once the command has opened the pipe
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        os.close(writer)
    assert (process.returncode, said.startswith("error: interrupted")) == (130, True)


def test_a_fault_of_ours_is_one_plain_sentence_without_traceback() -> None:
    code = (
        "from dos_router.cli import guard; import typer\n"
        "def broken() -> None: raise ZeroDivisionError\n"
        "app = typer.Typer(); app.command()(guard.guarded(broken)); app()"
    )
    result = run([sys.executable, "-c", code], capture_output=True)
    assert (result.returncode, "Traceback" in result.stderr, "a fault of ours" in result.stderr) == (70, False, True)
    traced = run([sys.executable, "-c", code, "--debug"], capture_output=True)
    assert "ZeroDivisionError" in traced.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "directories/milton-keynes", tmp_path / "mk")
    (folder / "policy.yaml").chmod(0)
    result = run([*ROUTE, "-d", str(folder)], capture_output=True)
    assert (result.returncode, "policy.yaml" in result.stderr) == (1, True)


def test_a_folder_where_a_file_should_be_is_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "directories/milton-keynes", tmp_path / "mk"))
    (folder / "services" / "folder.yaml").mkdir()
    result = run([*ROUTE, "-d", str(folder)], capture_output=True)
    assert result.returncode == 1
    assert "error[unreadable-file]" in result.stderr
    assert "services/folder.yaml" in result.stderr


HOSTILE = {
    "nested": "services: " + "[" * 100_000,
    "aliases": "a: &a [x]\nb: &b [*a, *a]\n",
    "huge value": "services:\n  - id: a\n    name: " + "x" * 20_000_000,
    "junk": "\x00\x01\x02",
    "scalar": "just text",
    "list": "- a\n- b",
    "tag": "services: !!python/object/apply:os.system ['true']",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_and_we_survive_it(name: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "directories/milton-keynes", tmp_path / "mk"))
    (folder / "services" / "hostile.yaml").write_text(HOSTILE[name], encoding="utf-8")
    result = run([*ROUTE, "-d", str(folder)], capture_output=True)
    assert (result.returncode, result.stdout) == (1, "")
    assert "services/hostile.yaml" in result.stderr


def test_the_way_of_a_call_through_us_opens_no_connection(tmp_path: Path) -> None:
    """No network, no telemetry: with sockets forbidden everything works."""
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\ndef refuse(*a, **k): raise AssertionError('a socket was opened')\nsocket.socket = refuse\n",
        encoding="utf-8",
    )
    result = run(ROUTE, capture_output=True, env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert (result.returncode, "socket" in result.stderr) == (0, False)

"""The README holds to the truth: its commands are run, and print what it shows.

In a `console` block a line that begins with `$ ` is a command, the lines below it what it prints; a line `…` stands
for any lines. `UPDATE_GOLDEN=1 pytest tests/test_readme.py` writes what the commands print into the README.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
AFTER_COMMAND = re.compile(r"(?<!\\)\n")
REST = "…"


def examples() -> list[tuple[str, str]]:
    """Return each command of the README, one to a block, with what it is shown to print."""
    return [parts(block) for block in BLOCK.findall(README.read_text(encoding="utf-8"))]


def parts(block: str) -> tuple[str, str]:
    """Return a block's command and what it shows below; a command goes on after a line that ends in a backslash."""
    command, shown = AFTER_COMMAND.split(block, maxsplit=1)
    return command.removeprefix("$ "), shown.rstrip("\n")


def run(command: str) -> str:
    """Return what a command of ours prints, as in a pipe."""
    program, *arguments = shlex.split(command.replace("\\\n", ""))
    assert program == "dos-router", f"the README may only show dos-router, not {program}"
    result = subprocess.run(
        [sys.executable, "-m", "dos_router", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        env={name: value for name, value in os.environ.items() if name != "DOS_ROUTER_DIRECTORY"} | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    return timeless((result.stdout + result.stderr).rstrip("\n"))


def timeless(printed: str) -> str:
    """Return what is printed as it was while the shipped sign-offs were valid: they expire, and run on, marked so."""
    return printed.replace(": its sign-off has expired", ": signed with demonstration keys only")


def is_shown(shown: str, printed: str) -> bool:
    """Say whether the README shows what is printed, `…` standing for any lines."""
    pattern = "\n".join(r"(?:.*\n?)*?" if line.strip() == REST else re.escape(line) for line in shown.split("\n"))
    return re.fullmatch(pattern.replace(r"(?:.*\n?)*?" + "\n", r"(?:.*\n)*?"), printed) is not None


@pytest.mark.parametrize(("command", "shown"), examples(), ids=[command[:60] for command, _ in examples()])
def test_the_readme_shows_what_is_printed(command: str, shown: str) -> None:
    printed = run(command)
    assert is_shown(shown, printed), f"the README shows:\n{shown}\n\nbut it prints:\n{printed}"


@pytest.mark.skipif("UPDATE_GOLDEN" not in os.environ, reason="only when asked to write the README anew")
def test_the_readme_is_written_anew() -> None:
    text = BLOCK.sub(lambda block: f"```console\n{written_anew(block[1])}```", README.read_text(encoding="utf-8"))
    README.write_text(text, encoding="utf-8")


def written_anew(block: str) -> str:
    """Return a block with what its command prints now; one with `…` is left to people."""
    command, shown = parts(block)
    return block if REST in shown.split("\n") else f"$ {command}\n{run(command)}\n"


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_a_first_sign_off_takes_under_ten_commands_and_ends_verified(tmp_path: Path) -> None:
    walk = re.findall(r"^```bash\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[0]
    commands = walk.strip().split("\n")
    assert len(commands) < 10
    script = "\n".join(
        [
            "set -euo pipefail",
            f'dos-router() {{ "{sys.executable}" -m dos_router "$@"; }}',
            "dos-router init coast",
            *commands,
        ]
    )
    mine = os.environ | {"XDG_STATE_HOME": str(tmp_path / "state")}  # what it signs, no other test is to remember
    done = subprocess.run(
        [shutil.which("bash") or "bash", "-c", script],
        env=mine,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().split("\n")[-1] == "coast, serial 1: signed off and current"


def test_an_example_that_is_not_so_would_be_noticed() -> None:
    assert is_shown("a\n…\nd", "a\nb\nc\nd")
    assert is_shown("a\n…", "a\nb")
    assert not is_shown("a\n…\nx", "a\nb\nc\nd")
    assert not is_shown("a", "a\nb")


def test_there_are_two_set_up_commands() -> None:
    assert len(re.findall(r"^```sh\n", README.read_text(encoding="utf-8"), re.MULTILINE)) == 2


def test_the_python_of_the_readme_runs() -> None:
    code = "\n".join(re.findall(r"^```python\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout == "routed ['qeqm-utc', 'kent-and-canterbury-utc', 'qeqm-ed']\n"

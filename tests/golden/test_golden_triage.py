"""What `triage` prints in the small directories of tests/spec/triage: piped, and on a terminal of 80 columns.

`UPDATE_GOLDEN=1 pytest tests/golden` writes the files anew: look at what changed.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dos_router.cli import signed, triage
from dos_router.cli.app import app
from dos_router.cli.screen import Screen
from dos_router.reports.page import Page

HERE = Path(__file__).parent
SMALL = HERE.parent / "spec" / "triage"
CALL = ["--at", "2026-11-21T20:00"]
CASES = {
    "triage-wrist": (
        ["triage", "hurt my rist", *CALL],
        ["ea1", "34", "f", "n mother is calling", "w", "1", "maybe", "no", "2 or more", "c", "8", "0", "not sure"],
    ),
    "triage-back": (
        ["triage", *CALL, "-d", "east", "--sex", "female", "--postcode", "EA1"],
        ["sprain", "85", "?", "2", "yes", "b", "b", "wrist", "yes", "no", "0", "no"],
    ),
    "triage-red-flag": (["triage", "ankle", *CALL, "-d", "east", "--age", "7m", "--sex", "male"], ["EA1", "not sure"]),
}
PAGES = {"piped": Page(), "80": Page(80, lambda text, style: f"<{style}>{text}</>")}


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("name", CASES)
def test_it_prints_what_it_printed_before(name: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SMALL)
    monkeypatch.setattr(signed, "present", lambda: datetime(2026, 11, 21, 20, tzinfo=UTC))
    for variable in ("DOS_ROUTER_DIRECTORY", "DOS_ROUTER_PATHWAYS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(triage, "open_screen", lambda **_: Screen(PAGES[kind], PAGES[kind]))
    arguments, typed = CASES[name]
    result = CliRunner().invoke(app, [*arguments, "--allow-unsigned"], input="".join(f"{line}\n" for line in typed))
    text = f"{result.output}exit {int(result.exit_code)}\n"
    kept = HERE / f"{name}-{kind}.txt"
    if os.environ.get("UPDATE_GOLDEN") and (not kept.exists() or kept.read_text(encoding="utf-8") != text):
        kept.write_text(text, encoding="utf-8")
        pytest.fail(f"{kept.name} was written: look at it")
    assert text == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_lines_fit_the_terminal(name: str) -> None:
    lines = re.sub(r"<\w*>|</>", "", (HERE / f"{name}-80.txt").read_text(encoding="utf-8")).splitlines()
    assert max(map(len, lines)) <= 80


def test_every_kept_file_has_its_case() -> None:
    expected = {f"{name}-{kind}.txt" for name in CASES for kind in PAGES}
    assert {path.name for path in HERE.glob("triage-*.txt")} == expected

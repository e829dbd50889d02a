"""What commands print on the shipped directories, kept whole: on paper (piped) and on terminals of 80 and 120 columns.

`UPDATE_GOLDEN=1 pytest tests/golden` writes the files anew: look at what changed.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dos_router.cli import check, explain, find, hours, route, signed
from dos_router.cli.app import app
from dos_router.cli.screen import Screen
from dos_router.reports.page import Page

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[2]
KENT = ["-d", "kent-surrey-sussex"]
HAND = [
    *KENT, "--postcode", "CT9", "--age", "34", "--sex", "female", "--disposition", "Dx03", "--symptom-group", "SG1107",
    "--symptom-discriminator", "SD4052",
]  # fmt: skip
CASES = {
    "hours-christmas": ["hours", "herne-bay-utc", *KENT, "--at", "2026-12-23T12:00", "--days", "7"],
    "hours-clock-change": ["hours", "mk-ooh", "-d", "milton-keynes", "--at", "2026-10-24T12:00", "--days", "3"],
    "find-misspelt": ["find", "quen elizbeth hosptal", *KENT, "--limit", "4"],
    "find-district": ["find", "pharmacy", "CT9", *KENT, "--near", "CT9 4AN"],
    "route-routed": ["route", *HAND, "--at", "2026-11-21T20:00"],
    "route-christmas": ["route", *HAND, "--at", "2026-12-25T20:00"],
    "route-dispatch": ["route", *HAND, "--at", "2026-11-21T20:00", "--disposition", "Dx0112", "--age", "unknown"],
    "route-catch-all": [
        "route",
        *HAND,
        "--at",
        "2026-11-21T20:00",
        "--disposition",
        "Dx19",
        "--symptom-group",
        "SG4321",
        "--distance-km",
        "1",
        "--force-distance",
    ],
    "route-no-search": ["route", *HAND, "--at", "2026-11-21T20:00", "--disposition", "Dx39"],
    "route-refused": ["route", *HAND, "--at", "2027-03-28T01:30", "--postcode", "CX9", "--age", "300"],
    "explain-why-not": ["explain", *HAND, "--at", "2026-11-21T20:00", "--why-not", "sheppey-walk-in"],
    "check-validity": ["check", "--on", "2031-01-01", "--select", "outside-validity"],
}
PAGES = {"piped": Page(), "80": Page(80, lambda text, style: f"<{style}>{text}</>"), "120": Page(120)}


def printed(arguments: list[str], page: Page, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what a command prints on a page, and how it ends."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(signed, "present", lambda: datetime(2026, 11, 21, 20, tzinfo=UTC))
    for name in ("DOS_ROUTER_DIRECTORY", "DOS_ROUTER_PATHWAYS"):
        monkeypatch.delenv(name, raising=False)
    for module in (check, explain, find, hours, route):
        monkeypatch.setattr(module, "open_screen", lambda **_: Screen(page, page))
    result = CliRunner().invoke(app, arguments)
    return f"{result.output}exit {int(result.exit_code)}\n"


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("name", CASES)
def test_it_prints_what_it_printed_before(name: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = printed(CASES[name], PAGES[kind], monkeypatch)
    kept = HERE / f"{name}-{kind}.txt"
    if os.environ.get("UPDATE_GOLDEN") and (not kept.exists() or kept.read_text(encoding="utf-8") != text):
        kept.write_text(text, encoding="utf-8")
        pytest.fail(f"{kept.name} was written: look at it")
    assert text == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["80", "120"])
@pytest.mark.parametrize("name", CASES)
def test_lines_fit_the_terminal(name: str, kind: str) -> None:
    text = (HERE / f"{name}-{kind}.txt").read_text(encoding="utf-8")
    lines = re.sub(r"<\w*>|</>", "", text).splitlines()
    assert max(map(len, lines)) <= int(kind)


def test_every_kept_file_has_its_case() -> None:
    expected = {f"{name}-{kind}.txt" for name in CASES for kind in PAGES}
    assert {
        path.name for path in HERE.glob("*.txt") if not path.name.startswith(("triage", "duplicates", "diff", "gaps"))
    } == expected

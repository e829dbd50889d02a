"""What `check` prints of a small directory with faults, in every format, and on pages of 80 and 120 columns.

`UPDATE_GOLDEN=1 pytest tests/golden` writes the files anew: look at what changed.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from typer.testing import CliRunner

from dos_router.cli import check
from dos_router.cli.app import app
from dos_router.cli.screen import Screen
from dos_router.loading.new_directory import begin_directory
from dos_router.reports.page import Page

HERE = Path(__file__).parent
SHORE = """\
provider: {name: Shore}
services:
  - id: shore-pharmacy
    name: Shore Pharmacy
    type: pharmacy
    location: {postcode: zz11aa}
    phone: '01632960005'
    opening: Mo-Fr 09:00-23:59
  - id: hill-pharmacy
    name: Hill Pharmacy  # a line that is longer than most, to see where it is cut on a narrow page
    type: pharmacy
    opening: Mo-Fr 09:00-23:59
    accepted: [{rule: midnight-as-23-59, reason: the till shuts, by: Hill Pharmacy, until: 2027-01-01}]
  - id: pier-pharmacy
    name: "Pier [bold]Pharmacy 100%"
    type: farmacy
    opening: Mo-Fr 09:00-18:30
    accepted: [{rule: no-phone, reason: it has none, by: Pier Pharmacy, until: 2026-11-01}]
  - {id: quay-pharmacy, name: Quay, type: pharmacy, opening: 10:00-23:59}
"""
PATHWAY = """\
format: 1
id: wrist-injury
title: Wrist injury
symptom_group: SG1107
start: deformed
questions:
  deformed:
    ask: Is it bent?
    answers:
      - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
      - {say: no, then: {disposition: Dx39}}
examples:
  - {patient: {age: 7}, answers: {deformed: no}, expect: {disposition: Dx02}}
"""
RULES = ("unknown-service-type,midnight-as-23-59,no-phone,accepted-expired,accepted-unused,example-fails,"
         "untidy-postcode,untidy-phone")  # fmt: skip
SELECTED = ["check", "--on", "2026-11-21", "--select", RULES]
CASES = {
    "check-faulty": SELECTED,
    "check-limited": [*SELECTED, "--limit", "1"],
    "check-all": [*SELECTED, "--limit", "0", "--severity", "error"],
    "check-statistics": [*SELECTED, "--statistics"],
    "check-diff": [*SELECTED, "--diff"],
    "check-rule": ["check", "--rule", "midnight-as-23-59"],
    "check-json": [*SELECTED, "--format", "json"],
    "check-sarif": [*SELECTED, "--format", "sarif"],
    "check-github": [*SELECTED, "--format", "github"],
    "check-junit": [*SELECTED, "--format", "junit"],
}
PAGES = {"piped": Page(), "80": Page(80, lambda text, style: f"<{style}>{text}</>"), "120": Page(120)}
TEXTS = ("check-faulty", "check-limited", "check-diff", "check-rule")  # those that a page lays out


def kept() -> list[tuple[str, str]]:
    return [(name, page) for name in CASES for page in PAGES if page == "piped" or name in TEXTS]


@pytest.fixture
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "directories").mkdir()
    home, schemas = tmp_path / "directories", PurePosixPath("schemas")
    begin_directory(home, "coast", title="Coast", first=date(2026, 11, 1), schemas=schemas)
    (home / "coast/services/shore.yaml").write_text(SHORE, encoding="utf-8")
    (tmp_path / "pathways").mkdir()
    (tmp_path / "pathways/wrist-injury.yaml").write_text(PATHWAY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("DOS_ROUTER_DIRECTORY", "DOS_ROUTER_PATHWAYS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("_home")
@pytest.mark.parametrize(("name", "page"), kept())
def test_it_prints_what_it_printed_before(name: str, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "open_screen", lambda **_: Screen(PAGES[page], PAGES[page]))
    result = CliRunner().invoke(app, CASES[name])
    text = f"{result.output}exit {int(result.exit_code)}\n"
    file = HERE / f"{name}-{page}.out"
    if os.environ.get("UPDATE_GOLDEN") and (not file.exists() or file.read_text(encoding="utf-8") != text):
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} was written: look at it")
    assert text == file.read_text(encoding="utf-8")
    if page.isdigit() and name != "check-diff":
        lines = re.sub(r"<\w*>|</>", "", text).splitlines()
        assert max(map(len, lines)) <= int(page)


def test_every_kept_file_has_its_case() -> None:
    assert {path.name for path in HERE.glob("check-*.out")} == {f"{name}-{page}.out" for name, page in kept()}

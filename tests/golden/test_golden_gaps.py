"""What `gaps` prints on a small coast, kept whole: piped, and on terminals of 80 and 120 columns.

`UPDATE_GOLDEN=1 pytest tests/golden` writes the files anew: look at what changed.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the coast is found by name

from gaps_kit import NEEDS_CSV, write

from dos_router.cli import gaps
from dos_router.cli.app import app
from dos_router.cli.screen import Screen
from dos_router.reports.page import Page

HERE = Path(__file__).parent
COAST = ["-d", "coast", "--allow-unsigned", "--needs", "needs.csv", "--weeks", "2"]
CASES = {
    "gaps": COAST,
    "gaps-first": [*COAST, "--limit", "1", "--kind", "no-service,single"],
    "gaps-certificate": [*COAST, "--area", "thanet", "--kind", "border"],
    "gaps-without": [*COAST, "--without", "East Trust"],
    "gaps-each": [*COAST, "--each", "service", "--limit", "3"],
    "gaps-two": ["coast", "proposed", *COAST[2:]],
    "gaps-remedy": [*COAST, "--kind", "no-service", "--remedy", "remedies.yaml"],
    "gaps-refused": [*COAST, "--area", "thannet"],
}
SHA256 = re.compile(r"\b[0-9a-f]{16}(?:[0-9a-f]{48})?\b")  # of all that was read: any table may change it
PAGES = {"piped": Page(), "80": Page(80, lambda text, style: f"<{style}>{text}</>"), "120": Page(120)}
REMEDIES = """\
format: 1
candidates:
  - {id: utc-nights, title: Margate treatment centre at night, cost: 400000,
     extend: {services: [margate-utc], opening: "Mo-Su 20:00-08:00; PH 18:00-10:00"}}
  - {id: children, cost: 12500.50, widen: {services: [swale-dental], ages: [0-15]}}
  - {id: dentist-hours, cost: 90000, extend: {services: [swale-dental], opening: "24/7"}}
  - {id: utc-in-swale, cost: 500000, open: {like: margate-utc, at: [{postcode: ME10}], opening: 24/7}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("coast")
    write(home / "coast")
    write(home / "proposed", {"services/dental.yaml": ("ages: [16+]", "ages: [0-15]")})
    (home / "needs.csv").write_text(NEEDS_CSV, encoding="utf-8")
    (home / "remedies.yaml").write_text(REMEDIES, encoding="utf-8")
    return home


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("name", CASES)
def test_it_prints_what_it_printed_before(name: str, kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "gaps-remedy":
        pytest.importorskip("scipy")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(gaps, "open_screen", lambda **_: Screen(PAGES[kind], PAGES[kind]))
    result = CliRunner().invoke(app, ["gaps", *CASES[name]])
    text = SHA256.sub(lambda found: "f" * len(found[0]), f"{result.output}exit {int(result.exit_code)}\n")
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
    assert {path.name for path in HERE.glob("gaps*.txt")} == expected

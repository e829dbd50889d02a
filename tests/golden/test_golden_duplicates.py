"""What `duplicates` prints, kept whole: a small list on paper (piped) and on terminals of 80 and 120 columns.

`UPDATE_GOLDEN=1 pytest tests/golden` writes the files anew: look at what changed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dos_router.cli import duplicates
from dos_router.cli.app import app
from dos_router.cli.screen import Screen
from dos_router.reports.page import Page

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[2]
LIST = """\
id,type,name,address,town,postcode,phone,ods
elm-1,gp-practice,Elmwood Surgery,12 Elmwood Lane,Barwick,ZZ15 4JX,01632 960950,
elm-2,gp-practice,ELMWOOD SURGERY LTD,"Elmwood Lane, 12",,zz154jx,+44 1632 960950,
elm-3,gp-practice,Elmwood Surgery,3 Main Street,Scholes,ZZ15 4DR,01632 960950,
hill-1,gp-practice,Dr Patel and Partners,12 Elmwood Lane,Barwick,ZZ15 4JX,01632 960710,
elm-4,clinic,Elmwood Surgery,12 Elmwood Lane,Barwick,ZZ15 4JX,01632 960950,
moat-1,pharmacy,Castle Chemist,7 Moat Street,Marstead,ZZ1 2BB,01632 960555,FZ001
moat-2,pharmacy,Castle Chemist,7 Moat Street,Marstead,ZZ1 2CD,01632 960999,FZ001
ooh-1,out-of-hours-gp,Coast doctors out of hours: Marstead,1 Pier House,Marstead,ZZ1 1AA,01632 960104,Y0591
ooh-2,out-of-hours-gp,Coast doctors out of hours: Swanbury,1 Pier House,Marstead,ZZ1 1AA,01632 960104,Y0592
ooh-3,out-of-hours-gp,Coast doctors out of hours: Overcombe,1 Pier House,Marstead,ZZ1 1AA,01632 960104,Y0593
"""
CASES = {
    "duplicates-list": ["--list", "list.csv"],
    "duplicates-review": ["--list", "list.csv", "--review"],
    "duplicates-directory": ["-d", str(ROOT / "directories/kent-surrey-sussex"), "--limit", "2", "--only", "records"],
}
PAGES = {"piped": Page(), "80": Page(80, lambda text, style: f"<{style}>{text}</>"), "120": Page(120)}


def printed(arguments: list[str], page: Page, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what the command prints on a page, and how it ends."""
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(duplicates, "open_screen", lambda **_: Screen(page, page))
    result = CliRunner().invoke(app, ["duplicates", *arguments], input="q\n")
    return f"{result.output}exit {int(result.exit_code)}\n"


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("name", CASES)
def test_it_prints_what_it_printed_before(
    name: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = printed(CASES[name], PAGES[kind], tmp_path, monkeypatch)
    kept = HERE / f"{name}-{kind}.txt"
    if os.environ.get("UPDATE_GOLDEN") and (not kept.exists() or kept.read_text(encoding="utf-8") != text):
        kept.write_text(text, encoding="utf-8")
        pytest.fail(f"{kept.name} was written: look at it")
    assert text == kept.read_text(encoding="utf-8")

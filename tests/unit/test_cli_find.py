"""`find` as people and scripts use it: blocks of text, JSON, nothing found, refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.app import app
from dos_router.loading.directory import load
from dos_router.loading.new_directory import begin_directory
from dos_router.reports.find_text import render_found
from dos_router.reports.page import Page
from dos_router.routing.finding import Wanted, find_services

SERVICES = """\
provider: {name: Coast Health, ods: RXX}
services:
  - {id: pier-pharmacy, name: Pier Pharmacy, type: pharmacy, opening: 24/7, address: [The Pier, Marstead],
     location: {postcode: ZZ1 1AA}, professional_phone: 01632 960999}
  - {id: shut-pharmacy, name: Shut Pharmacy, type: pharmacy, opening: 24/7, status: closed}
  - {id: broken-pharmacy, name: Broken Pharmacy, type: pharmacy, opening: whenever}
  - {name: Nameless}
"""


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("directories")
    begin_directory(home, "coast", title="Coast", first=date(2026, 11, 1), schemas=PurePosixPath("schemas"))
    (home / "coast/services/example-provider.yaml").write_text(
        SERVICES.replace("  - {name: Nameless}\n", ""), encoding="utf-8"
    )
    return home / "coast"


def run(coast: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["find", "-d", str(coast), *arguments])


def test_each_service_has_what_tells_it_apart(coast: Path) -> None:
    result = run(coast, "farmacy")
    assert (result.exit_code, result.stdout.splitlines()) == (0, [
        "coast, serial 1: draft, never signed off",
        "",
        " 1  Pier Pharmacy",
        "    pier-pharmacy · pharmacy · The Pier, Marstead, ZZ1 1AA",
        "    active · Coast Health · services/example-provider.yaml:3",
        "",
        " 2  Shut Pharmacy",
        "    shut-pharmacy · pharmacy · no fixed place",
        "    closed · Coast Health · services/example-provider.yaml:5",
        "",
        " 3  broken-pharmacy: its record has errors",
        "    broken-pharmacy · pharmacy",
        "    quarantined: treated as closed, `dos-router check` says why · services/example-provider.yaml:6",
    ])  # fmt: skip


def test_near_shows_distances_and_the_limit_how_many_are_left(coast: Path) -> None:
    shown = run(coast, "pharmacy", "--near", "ZZ1", "--limit", "1").stdout
    assert "The Pier, Marstead, ZZ1 1AA · 0.3 miles" in shown
    assert shown.endswith("\nand 2 more: --limit 3 shows them all\n")


def test_the_json_counts_what_lies_beyond_the_limit(coast: Path) -> None:
    found = json.loads(run(coast, "pharmacy", "--near", "ZZ1", "--limit", "1", "--json").stdout)
    assert (found["found"], found["directory"], found["sign_off"]["status"]) == (
        3,
        {"id": "coast", "serial": 1},
        "draft",
    )
    assert found["services"] == [{
        "service": "pier-pharmacy", "name": "Pier Pharmacy", "type": "pharmacy", "status": "active",
        "provider": "Coast Health", "address": ["The Pier", "Marstead"], "postcode": "ZZ1 1AA", "ods": None,
        "distance_miles": 0.3, "at": "services/example-provider.yaml:3:5",
    }]  # fmt: skip


def test_of_a_quarantined_record_little_is_known(coast: Path) -> None:
    found = json.loads(run(coast, "broken", "--json").stdout)
    assert found["services"] == [{
        "service": "broken-pharmacy", "name": None, "type": "pharmacy", "status": "quarantined", "provider": None,
        "address": [], "postcode": None, "ods": None, "distance_miles": None,
        "at": "services/example-provider.yaml:6:5",
    }]  # fmt: skip


def test_nothing_alike_is_said_and_is_no_failure(coast: Path) -> None:
    result = run(coast, "xylophone")
    assert (result.exit_code, "nothing is like that" in result.stdout) == (0, True)
    assert json.loads(run(coast, "xylophone", "--json").stdout)["services"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "error: there is nothing to look for"),
        (["--type", "farmacy"], "help: did you mean `pharmacy`?"),
        (["pier", "--near", "nowhere"], "error: `nowhere` is not a postcode"),
        (["pier", "--limit", "0"], "--limit"),
    ],
)
def test_what_cannot_be_looked_for_is_wrong_use(coast: Path, arguments: list[str], said: str) -> None:
    result = run(coast, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_pharmacies_of_a_district_as_shipped() -> None:
    shipped = Path(__file__).parents[2] / "directories/kent-surrey-sussex"
    found = json.loads(run(shipped, "pharmacy", "CT9", "--json", "--limit", "50").stdout)["services"]
    assert len(found) > 3
    assert {one["postcode"][:4] for one in found} == {"CT9 "}
    assert all("pharmacy" in one["type"] for one in found)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_on_a_terminal_lines_fit_and_the_unusual_is_marked(coast: Path, width: int) -> None:
    directory = load(coast).directory
    assert directory is not None
    found = find_services(directory, Wanted(words=("pharmacy",)))
    assert max(map(len, render_found(found, 10, directory, Page(width)).splitlines())) <= width
    marked = render_found(found, 10, directory, Page(width, lambda text, style: f"<{style}>{text}"))
    assert marked.count("<note>    ") >= 2
    assert "<note>    active" not in marked


def test_a_record_without_an_id_or_type_refuses_the_directory(tmp_path: Path) -> None:
    begin_directory(tmp_path, "coast", title="Coast", first=date(2026, 11, 1), schemas=PurePosixPath("schemas"))
    (tmp_path / "coast/services/example-provider.yaml").write_text(SERVICES, encoding="utf-8")
    result = run(tmp_path / "coast", "pharmacy")
    assert (result.exit_code, result.stdout) == (1, "")


def test_it_runs_as_a_program(coast: Path) -> None:
    command = [sys.executable, "-m", "dos_router", "find", "pier", "farmacy", "-d", str(coast)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert " 1  Pier Pharmacy\n" in done.stdout
    assert "960999" not in done.stdout

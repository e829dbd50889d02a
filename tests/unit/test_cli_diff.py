"""`diff` as people and merge requests use it: text, Markdown, JSON, lines, exit codes, refusals."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.csv
import pytest
from pyarrow import parquet
from typer.testing import CliRunner, Result

from dos_router.analysis.difference import Difference, difference
from dos_router.analysis.difference_lines import with_lines
from dos_router.cli.diff import app
from dos_router.loading.directory import load
from dos_router.reports.diff_markdown import cell, render_markdown
from dos_router.reports.diff_text import render_difference
from dos_router.reports.page import Page

GOLDEN = Path(__file__).parents[1] / "golden"
Edit = Callable[..., Path]

FILES = {
    "directory.yaml": """\
format: 1
id: coast
title: The coast
serial: 7
valid: {from: 2026-11-01, until: 2027-03-31}
commissioners:
  - {id: east, name: NHS East, areas: [east], lead: true}
  - {id: west, name: NHS West | South, areas: [west]}
areas: {east: East, west: West}
""",
    "policy.yaml": """\
search_distance_km:
  default: 40
  ct9: 18
ranking:
  - {areas: [east], dispositions: [Dx05], hours: "Sa,Su 08:00-20:00", ranks: {1: [pharmacy]}}
keep_per_type: {pharmacy: 3}
never:
  - {dispositions: [Dx02], types: [pharmacy]}
""",
    "profiles.yaml": "minor: {symptoms: [SG1107/SD4052, SG1119/*], dispositions: [Dx05]}\n",
    "places.csv": "postcode,easting,northing,area\nCT9,635000,170000,east\nBN1,531000,105000,west\n",
    "population.csv": "id,easting,northing,area,people\n"
    + "".join(f"E{number:02},635000,170000,east,1000\n" for number in range(1, 23)),
    "holidays.csv": "date,name\n2026-12-25,Christmas Day\n",
    "services/trust.yaml": """\
provider: {name: East Trust <NHS>}
services:
  - id: utc
    name: Urgent *treatment* centre
    type: urgent-treatment-centre
    location: {postcode: CT9}
    phone: 01843 225544
    opening: Mo-Fr 08:00-18:00; Sa 09:00-12:00
    handles: [minor]
    commissioned_by: [east]
  - {id: clinic, name: Clinic, type: walk-in-centre, opening: 24/7}
""",
    "services/shop.yaml": """\
provider: {name: A shop}
services:
  - {id: shop, name: Shop, type: pharmacy, opening: 24/7, handles: [minor], commissioned_by: [west]}
""",
}

EDITS = {
    "directory.yaml": [("serial: 7", "serial: 8")],
    "policy.yaml": [("ct9: 18", "ct9: 25"), ("1: [pharmacy]", "9: [pharmacy]"), ("pharmacy: 3", "pharmacy: 4")],
    "profiles.yaml": [(", SG1119/*", "")],
    "places.csv": [("105000,west", "105000,east")],
    "population.csv": [("E01,635000,170000,east,1000", "E01,635000,170000,east,1001")],
    "holidays.csv": [("2026-12-25,Christmas Day\n", "2026-12-25,Christmas Day\n2026-12-28,Boxing Day\n")],
    "services/trust.yaml": [("Sa 09:00-12:00", "Sa off\n    dates: {2026-12-24: off}"), ("id: clinic", "id: walk-in")],
    "services/shop.yaml": [("shop, name", "new-shop, status: suspended, name")],
}


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Return a function that writes the directory `base`, or one of another name with some texts replaced."""
    monkeypatch.chdir(tmp_path)

    def write(edits: dict[str, list[tuple[str, str]]] | None = None, name: str = "proposed") -> Path:
        for path, text in FILES.items():
            for old, new in (edits or {}).get(path, []):
                assert old in text, f"{path} has no {old}"
                text = text.replace(old, new)  # noqa: PLW2901 - edit after edit
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_text(text, encoding="utf-8")
        return Path(name)

    write(name="base")
    return write


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["base", "proposed", *arguments])


def in_json(*arguments: str) -> dict[str, Any]:
    result = run("--json", *arguments)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def of_folders() -> Difference:
    base, proposed = load("base").directory, load("proposed").directory
    assert base is not None
    assert proposed is not None
    return with_lines(difference(base, proposed))


@pytest.mark.parametrize(("kind", "file"), [("text", "diff.txt"), ("markdown", "diff.md"), ("json", "diff.json")])
def test_a_whole_difference_is_written_as_it_was_agreed(edited: Edit, kind: str, file: str) -> None:
    edited(EDITS)
    result = run("--format", kind)
    assert result.exit_code == 0
    if os.environ.get("UPDATE_GOLDEN"):
        (GOLDEN / file).write_text(result.stdout, encoding="utf-8")
    assert result.stdout == (GOLDEN / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [80, 120])
def test_text_fits_the_page(edited: Edit, width: int) -> None:
    edited(EDITS)
    text = render_difference(of_folders(), Page(width))
    assert max(map(len, text.splitlines())) <= width
    assert text.split() == render_difference(of_folders(), Page()).split()


def test_of_a_long_table_the_first_are_shown_and_the_rest_counted(edited: Edit) -> None:
    edited({"population.csv": [("1000", "1001")]})
    assert len(in_json()["changes"]) == 22
    for kind in ("text", "markdown"):
        shown = run("--format", kind).stdout
        assert shown.count("1001 people") == 20
        assert "and 2 more: `--format json` has all of them" in shown


def test_a_table_of_codes_is_told_under_its_own_heading(edited: Edit) -> None:
    edited({"directory.yaml": [("areas: {east", "reference: {referral_roles: roles.csv}\nareas: {east")]})
    Path("proposed/roles.csv").write_text("role,title\n111-telephone,NHS 111\n", encoding="utf-8")
    shown = run().stdout
    assert "Reference tables\n    referral role 111-online removed:" in shown
    assert "→ NHS 111 (proposed roles.csv:2)" in shown


def test_a_service_that_changed_in_another_file_has_both_files(edited: Edit) -> None:
    proposed = edited({"services/shop.yaml": [("name: Shop", "name: Store")]})
    (proposed / "services/shop.yaml").rename(proposed / "services/store.yaml")
    assert "name: Shop → Store (services/shop.yaml:3 → services/store.yaml:3)" in run().stdout


def test_other_words_for_the_same_directory_are_no_change(edited: Edit) -> None:
    proposed = edited(
        {
            "services/trust.yaml": [
                (
                    "Mo-Fr 08:00-18:00; Sa 09:00-12:00",
                    '"Sa 09:00-12:00; Mo-We 08:00-18:00; Th,Fr 08:00-12:00,12:00-18:00"',
                ),
                ("provider:", "# a remark\nprovider:"),
            ],
            "policy.yaml": [("ct9: 18", '"CT9": 18.0'), ("pharmacy: 3", "pharmacy: 3, walk-in-centre: 2")],
            "profiles.yaml": [("minor:", "small:"), ("SG1119/*", "SG1119/*, SG1119/SD4052")],
        }
    )
    for file in proposed.glob("services/*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("[minor]", "[small]"), encoding="utf-8")
    (proposed / "services/shop.yaml").rename(proposed / "services/another.yaml")
    for kind in ("text", "markdown"):
        result = run("--format", kind, "--fail-on", "any")
        assert (result.exit_code, result.stdout) == (0, "no change in meaning\n")
    found = in_json()
    assert (found["changed"], found["changes"], found["signers"], found["providers"]) == (False, [], [], [])


def test_fail_on_any_ends_with_1_where_something_differs(edited: Edit) -> None:
    edited(EDITS)
    assert run("--fail-on", "any").exit_code == 1
    assert run().exit_code == 0


def test_each_change_has_its_lines_in_both(edited: Edit) -> None:
    edited({**EDITS, "directory.yaml": [("NHS East", "NHS Far East"), ("west: West}", "west: West, north: North}")]})
    at = {(one["field"], one["id"]): (one["base_at"], one["proposed_at"]) for one in in_json()["changes"]}
    assert at["commissioners", "east"] == ("directory.yaml:7:5", "directory.yaml:7:5")
    assert at["areas", "north"] == ("directory.yaml:9:1", "directory.yaml:9:33")
    assert at["search_distance_km", "CT9"] == ("policy.yaml:3:3", "policy.yaml:3:3")
    assert at["keep_per_type", "pharmacy"] == ("policy.yaml:6:17", "policy.yaml:6:17")
    assert at["dates", "utc"] == ("services/trust.yaml:8:5", "services/trust.yaml:9:13")
    assert at["area", "BN1"] == ("places.csv:3:1", "places.csv:3:1")
    assert at["holidays", "2026-12-28"] == (None, "holidays.csv:3:1")
    assert at["added", "new-shop"] == (None, "services/shop.yaml:3:5")


def test_places_in_parquet_and_files_that_are_not_there(edited: Edit) -> None:
    proposed = edited({"places.csv": [("105000,west", "105000,east")]})
    parquet.write_table(pyarrow.csv.read_csv(proposed / "places.csv"), proposed / "places.parquet")
    for name in ("places.csv", "policy.yaml", "holidays.csv", "population.csv"):
        (proposed / name).unlink()
    at = {(one.field, one.id): (str(one.base_at), str(one.proposed_at)) for one in of_folders().changes}
    assert at["area", "BN1"] == ("places.csv:3:1", "places.parquet:2:1")
    assert at["search_distance_km", "CT9"] == ("policy.yaml:3:3", "None")


def test_a_file_that_has_gone_bad_since_leaves_no_place(edited: Edit) -> None:
    proposed = edited({"directory.yaml": [("serial: 7", "serial: 8")]})
    base, after = load("base").directory, load(proposed).directory
    assert base is not None
    assert after is not None
    (proposed / "directory.yaml").write_text("- a\n- {id: serial}\n", encoding="utf-8")
    assert str(with_lines(difference(base, after)).changes[0].proposed_at) == "directory.yaml:2:3"
    for text in ("serial\n", "["):
        (proposed / "directory.yaml").write_text(text, encoding="utf-8")
        assert with_lines(difference(base, after)).changes[0].proposed_at is None


def test_a_record_with_errors_is_told_and_ends_with_1(edited: Edit) -> None:
    edited({"services/shop.yaml": [("type: pharmacy", "type: farmacy")]})
    result = run()
    assert result.exit_code == 1
    assert "did you mean `pharmacy`?" in result.stderr
    assert "record: name Shop" in result.stdout
    assert "its record has errors: treated as closed (services/shop.yaml:3)" in result.stdout


def test_a_record_with_errors_that_is_new_stands_under_a_heading_of_its_own(edited: Edit) -> None:
    edited(
        {"services/shop.yaml": [("services:\n", "services:\n  - {id: bad, name: B, type: farmacy, opening: 24/7}\n")]}
    )
    result = run()
    assert result.exit_code == 1
    assert "Records with errors\n  bad\n    record: its record has errors" in result.stdout
    assert "| bad | record |" in run("--format", "markdown").stdout


def test_a_directory_with_errors_is_told_and_nothing_is_compared(edited: Edit) -> None:
    edited({"directory.yaml": [("serial: 7", "serial: seven")]})
    result = run()
    assert (result.exit_code, result.stdout) == (1, "")
    assert "proposed/directory.yaml:4:1" in result.stderr


def test_a_directory_that_is_not_there_is_wrong_use(edited: Edit) -> None:
    assert edited
    result = run()
    assert result.exit_code == 2
    assert "there is no directory `proposed`" in result.stderr


def test_an_included_service_is_for_the_lead(edited: Edit) -> None:
    home = {"directory.yaml": [("coast\n", "home\n"), ("areas: {east", "include: [../base]\nareas: {east")]}
    for version in ("old", "new"):
        edited({"services/shop.yaml": [("name: Shop", f"name: {version} shop")]}, name=f"{version}/base")
        shutil.rmtree(edited(home, name=f"{version}/home") / "services")
    result = CliRunner().invoke(app, ["old/home", "new/home"])
    assert "name: old shop → new shop (../base/services/shop.yaml:3)" in result.stdout
    assert "to sign: east (included: vouched for in its own directory)" in result.stdout


def test_without_a_lead_it_is_said_that_there_is_none(edited: Edit) -> None:
    nobody = (
        "commissioners:\n  - {id: east, name: NHS East, areas: [east], lead: true}\n",
        "commissioners:\n  - {id: east, name: E}\n",
    )
    edited({"directory.yaml": [nobody]}, name="base")
    edited({"directory.yaml": [nobody, ("serial: 7", "serial: 8")]})
    assert "the lead, whom neither directory names" in run().stdout
    assert "to sign: the lead, whom the directory does not name" in run().stdout
    assert "The lead, whom neither directory names." in render_markdown(of_folders())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a | b", r"a \| b"),
        ("<b>", r"\<b\>"),
        ("*x* _y_ `z` [l](u) ~s~ #1 !2 @me \\", r"\*x\* \_y\_ \`z\` \[l\](u) \~s\~ \#1 \!2 \@me \\"),
        ("http://x www.x", r"http:\//x www\.x"),
        ("two\nlines\x1b", r"two lines\\u001b"),
        ("<!-- & -->", r"\<\!-- \& --\>"),
    ],
)
def test_nothing_of_a_file_is_markup(text: str, written: str) -> None:
    assert cell(text) == written

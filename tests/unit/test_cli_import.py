"""`import` as people and scripts use it: what it says, its JSON, its exit codes, where it writes."""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from dos_router.cli.app import app
from dos_router.cli.schema import OUTPUTS
from dos_router.loading.schemas import output_schema
from dos_router.reports.import_text import render_import
from dos_router.reports.page import Page

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

import import_kit
from import_kit import chemist, loaded, made_directory, write_list

RECIPE = """\
format: 1
id: chemists
title: chemists
source: a list of chemists
key: code
name: name
ods: code
address: [address]
postcode: postcode
phone: phone
commissioner: icb
provider: {name: owner, kind: private}
type: {always: pharmacy}
hours: {week: hours}
types: {pharmacy: {handles: [pharmacy-minor-illness], how: walk-in}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chemists.yaml").write_text(RECIPE, encoding="utf-8")
    return made_directory(tmp_path)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["import", *map(str, arguments)])


def given(tmp_path: Path, *rows: tuple[str, ...], name: str = "chemists_2026-01-01.csv") -> Path:
    return write_list(tmp_path / name, rows or [chemist()])


def test_a_list_is_imported_into_a_directory_and_the_sum_is_printed(folder: Path, tmp_path: Path) -> None:
    done = call(given(tmp_path), "--map", "chemists.yaml", "-o", folder)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[:4] == [
        "chemists_2026-01-01.csv by the recipe chemists, as of 2026-01-01", "",
        "1 row in = 1 service out + 0 reported", f"1 file written into {folder / 'services'}",
    ]  # fmt: skip
    assert "harbour-chemist-fa001" in loaded(folder).directory.services  # type: ignore[union-attr]


def test_rows_that_are_reported_are_told_with_place_and_cure_and_written_for_mending(
    folder: Path, tmp_path: Path
) -> None:
    rows = [
        chemist(),
        chemist(code="FA002", hours="9-5"),
        chemist(code="FZZ99"),
        chemist(code="FA004", postcode="ZE9 9ZZ"),
    ]
    done = call(given(tmp_path, *rows), "--map", "chemists.yaml", "-o", folder / "services", "--rejects", "rejects.csv")
    assert done.exit_code == 5
    assert "4 rows in = 1 service out + 3 reported" in done.stdout
    assert re.search(r"chemists_2026-01-01.csv:3:\d+: the hours `9-5` are not clear", done.stdout)
    assert "help: write spans" in done.stdout or "help: write it like" in done.stdout
    with Path("rejects.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [(row["code"], row["dos_line"]) for row in found] == [("FA002", "3"), ("FZZ99", "4"), ("FA004", "5")]
    mended = Path("rejects.csv").read_text(encoding="utf-8").replace("9-5", "Mo-Fr 09:00-17:00")
    Path("mended.csv").write_text(mended, encoding="utf-8")
    again = call("mended.csv", "--map", "chemists.yaml", "-o", folder / "services", "--name", "mended")
    assert "3 rows in = 1 service out + 2 reported" in again.stdout


def test_only_rows_that_are_rightly_left_out_are_no_failure(folder: Path, tmp_path: Path) -> None:
    done = call(given(tmp_path, chemist(), chemist(code="FZZ99")), "--map", "chemists.yaml", "-o", folder)
    assert (done.exit_code, "already-there" in done.stdout) == (0, True)


def test_json_is_one_object_of_its_schema(folder: Path, tmp_path: Path) -> None:
    rows = [chemist(), chemist(code="FA002", hours="9-5")]
    done = call(given(tmp_path, *rows), "--map", "chemists.yaml", "-o", folder, "--json")
    found = json.loads(done.stdout)
    Draft202012Validator(output_schema(OUTPUTS["import"], "import")).validate(found)
    assert (found["rows"], found["services"], found["reported"]) == (2, 1, {"bad-hours": 1})
    assert (found["counts"]["added"], found["first"], found["files"]) == (1, True, 1)


def test_a_newer_list_tells_what_changed_and_conflicts_end_with_1(folder: Path, tmp_path: Path) -> None:
    call(given(tmp_path, chemist(), chemist(code="FA002", name="LANE")), "--map", "chemists.yaml", "-o", folder)
    path = folder / "services/harbour-ltd.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("01632 960001", "01632 960999", 1), encoding="utf-8")
    newer = given(
        tmp_path, chemist(phone="01632 960007"), chemist(code="FA003", name="NEW"), name="chemists_2026-04-01.csv"
    )
    done = call(newer, "--map", "chemists.yaml", "-o", folder)
    assert done.exit_code == 1
    for said in (
        "1 service with changes by people",
        "harbour-chemist-fa001, phone: 01632 960999 → 01632 960007 (harbour-ltd.yaml:14:5)",
        "Gone from the list: closed in provider files, left out of tables: 1", "Added: 1",
    ):  # fmt: skip
        assert said in done.stdout
    done = call(newer, "--map", "chemists.yaml", "-o", folder)
    assert "Since the last import: nothing changed; 1 service with changes by people" in done.stdout


def test_a_table_is_written_where_the_name_says_so_and_an_edited_one_is_kept(folder: Path, tmp_path: Path) -> None:
    path = given(tmp_path, chemist(), chemist(), chemist(code="FA2", address="A|B"))
    done = call(path, "--map", "chemists.yaml", "-o", "tables/chemists.csv", "-d", folder)
    assert done.exit_code == 5
    assert "3 rows in = 1 service out + 2 reported" in done.stdout
    with Path("tables/chemists.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["id"], row["address"], row["location.postcode"]) == (
        "harbour-chemist-fa001", "1 the Quay|Marstead", "ZE1 1AA",
    )  # fmt: skip
    before = Path("tables/chemists.csv").read_bytes()
    call(path, "--map", "chemists.yaml", "-o", "tables/chemists.csv", "-d", folder)
    assert Path("tables/chemists.csv").read_bytes() == before
    Path("tables/chemists.csv").write_bytes(before + b"by hand\n")
    refused = call(path, "--map", "chemists.yaml", "-o", "tables/chemists.csv", "-d", folder)
    assert refused.exit_code == 2
    assert "is not as the last import wrote it" in refused.stderr
    assert Path("tables/chemists.csv").read_bytes() == before + b"by hand\n"


def test_a_newer_list_over_a_table_of_a_directory_tells_what_changed(folder: Path, tmp_path: Path) -> None:
    table = folder / "services/chemists.csv"
    first = given(tmp_path, chemist(), chemist(code="FA002", name="LANE"))
    assert call(first, "--map", "chemists.yaml", "-o", table).exit_code == 0
    assert {"harbour-chemist-fa001", "lane-fa002"} < set(loaded(folder).directory.services)  # type: ignore[union-attr]
    rows = [chemist(phone="01632 960007", name="PIER"), chemist(code="FA003", name="NEW")]
    done = call(given(tmp_path, *rows, name="chemists_2026-04-01.csv"), "--map", "chemists.yaml", "-o", table, "--json")
    found = json.loads(done.stdout)
    assert (found["services"], found["reported"], found["first"]) == (2, {}, False)
    assert [(one["kind"], one["service"], one["field"], one["after"]) for one in found["changes"]] == [
        ("added", "new-fa003", "", None),
        ("changed", "harbour-chemist-fa001", "name", "Pier"),  # whose id stays what it is
        ("changed", "harbour-chemist-fa001", "phone", "01632 960007"),
        ("gone", "lane-fa002", "", None),
    ]
    assert set(loaded(folder).directory.services) == {  # type: ignore[union-attr]
        "harbour-chemist-fa001", "new-fa003", "pier-pharmacy",
    }  # fmt: skip
    again = call(tmp_path / "chemists_2026-04-01.csv", "--map", "chemists.yaml", "-o", table)
    assert "Since the last import: nothing changed" in again.stdout


def test_in_a_table_a_row_that_repeats_another_is_told_apart_from_one_that_differs(
    folder: Path, tmp_path: Path
) -> None:
    rows = [chemist(), chemist(), chemist(phone="01632 960007"), chemist(code="FA002", name="LANE")]
    done = call(given(tmp_path, *rows), "--map", "chemists.yaml", "-o", folder / "services/chemists.csv", "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["services"]) == (5, 2)
    assert found["reported"] == {"duplicate-row": 1, "duplicate-key": 1}


def test_columns_may_be_mapped_on_the_command_line(folder: Path, tmp_path: Path) -> None:
    done = call(
        given(tmp_path), "--as", "pharmacy", "--map", "opening=hours,ods=code", "--map", "key=code", "-o", folder
    )
    assert done.exit_code == 0, done.output
    assert "1 row in = 1 service out" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--recipe", "nhsbsa-pharmacy"], 2, "there is no recipe `nhsbsa-pharmacy`"),
        (["--map", "none.yaml"], 2, "there is no file `none.yaml`"),
        (["--map", "=x"], 2, "there is no column `` to map"),
        (["--map", "name="], 2, "`name=` maps no column"),
        (["--map", "bad.yaml"], 1, "unknown key `titel`"),
        (["--map", "chemists.yaml", "--date", "yesterday"], 2, "is not a date"),
        (["--map", "chemists.yaml", "--rejects", "no/where.csv"], 2, "there is no folder `no`"),
        (["--map", "chemists.yaml", "--as", "chemist"], 2, "there is no service type `chemist`"),
        (["--recipe", "nhsbsa-pharmacies"], 2, "the list has no column `ods_code`"),
        (["--map", "chemists.yaml", "--encoding", "latin-99"], 2, "there is no encoding `latin-99`"),
        (["--map", "chemists.yaml", "--status", "asleep"], 2, "there is no status `asleep`"),
        (["--map", "chemists.yaml", "--name", "../x"], 2, "`../x` is not a name"),
    ],
)
def test_wrong_use_is_told_plainly(folder: Path, tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    Path("bad.yaml").write_text(RECIPE.replace("title:", "titel:"), encoding="utf-8")
    done = call(given(tmp_path), *arguments, "-o", folder)
    assert (done.exit_code, said in done.stderr) == (code, True), done.output
    assert sorted(path.name for path in (folder / "services").iterdir()) == ["hand.yaml"]


def test_a_directory_that_cannot_be_used_ends_the_command(folder: Path, tmp_path: Path) -> None:
    (folder / "directory.yaml").write_text("format: 1\n", encoding="utf-8")
    assert call(given(tmp_path), "--map", "chemists.yaml", "-o", folder).exit_code == 1


def test_without_a_directory_the_list_is_written_and_what_is_missing_told(tmp_path: Path, folder: Path) -> None:
    done = call(given(tmp_path, name="chemists.csv"), "--map", "chemists.yaml", "-o", "elsewhere")
    assert done.exit_code == 0
    assert "no profiles given" in done.stderr
    assert "say it with --date" in done.stderr
    assert Path("elsewhere/harbour-ltd.yaml").is_file()
    dated = call(
        given(tmp_path),
        "--map",
        "chemists.yaml",
        "-o",
        "dated",
        "--date",
        "2026-02-03",
        "--status",
        "pending",
        "-d",
        folder,
    )
    assert "as of 2026-02-03" in dated.stdout
    assert "status: pending" in Path("dated/harbour-ltd.yaml").read_text(encoding="utf-8")


def test_text_fits_a_terminal_and_shows_no_control_characters(folder: Path, tmp_path: Path) -> None:
    rows = [chemist(code=f"FA{number:03}", hours=f"ring {number}") for number in range(30)]
    found = import_kit.run(given(tmp_path, *rows), folder)
    page = Page(80)
    text = render_import(found, str(folder), page)
    lines = text.replace(str(folder), "coast").splitlines()  # a path is never broken, however long
    assert max(map(len, lines)) <= 80
    assert "and 27 more" in text
    assert "\x1b" not in text

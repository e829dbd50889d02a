"""`check` as people and scripts use it: findings by file with their line, a summary, JSON, exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.checks.findings import Finding
from dos_router.checks.survey import Survey
from dos_router.cli.app import app
from dos_router.diagnostics import Diagnostic, Location, Severity, error
from dos_router.loading.new_directory import begin_directory
from dos_router.reports.check_text import render_check
from dos_router.reports.page import Page

FRAME = ("--select", "form,pathways,outside-validity")  # what tests of the frame need, whatever else there is
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
      - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
      - {say: no, then: {disposition: Dx39}}
      - {say: not sure, like: yes}
examples:
  - {patient: {age: 7}, answers: {deformed: yes}, expect: {disposition: Dx02}}
  - {patient: {age: 7}, answers: {deformed: no}, expect: {disposition: Dx39}}
words: [wrist]
care_advice: {Dx02: [Keep it still], Dx39: [Keep it still]}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder with one sound directory, `coast`, and one sound pathway."""
    (tmp_path / "directories").mkdir()
    begin(tmp_path, "coast")
    (tmp_path / "pathways").mkdir()
    (tmp_path / "pathways/wrist-injury.yaml").write_text(PATHWAY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DOS_ROUTER_DIRECTORY", raising=False)
    monkeypatch.delenv("DOS_ROUTER_PATHWAYS", raising=False)
    return tmp_path


def begin(home: Path, name: str) -> None:
    begin_directory(
        home / "directories", name, title=name, first=date(2026, 11, 1), schemas=PurePosixPath("../../schemas")
    )


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def run(*arguments: str) -> Result:
    """Run `check` on a day on which all is well, unless another is given."""
    on = () if "--on" in arguments else ("--on", "2026-11-21")
    return CliRunner().invoke(app, ["check", *(() if "--select" in arguments else FRAME), *arguments, *on])


def answer(*arguments: str) -> dict[str, Any]:
    return dict(json.loads(run(*arguments, "--json").stdout))


@pytest.mark.usefixtures("home")
def test_where_all_is_well_it_says_what_was_looked_at() -> None:
    result = run()
    said = "no problems: 1 directory, 3 services, 1 pathway with 2 examples\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, said, "")


def test_findings_stand_by_file_with_their_line_and_a_caret_and_the_cure(home: Path) -> None:
    spoil(home / "directories/coast/services/example-provider.yaml", "how: booking ", "how: boking ")
    spoil(home / "directories/coast/policy.yaml", "gp-practice: 1", "gp-practise: 1")
    spoil(
        home / "pathways/wrist-injury.yaml",
        "{deformed: no}, expect: {disposition: Dx39}",
        "{deformed: no}, expect: {disposition: Dx02}",
    )
    result = run()
    assert result.exit_code == 1
    assert result.stdout == ("""\
directories/coast/policy.yaml
  23:3 error[unknown-service-type]: there is no service type `gp-practise`
    | gp-practise: 1
    | ^
    help: did you mean `gp-practice`?

directories/coast/services/example-provider.yaml
  35:7 error[unknown-word]: `how` cannot be `boking`
    | how: boking                # walk-in phone booking callback dispatch
    | ^
    help: did you mean `booking`?

pathways/wrist-injury.yaml
  15:5 error[example-fails]: the example expects `Dx02`, and comes to `Dx39` `SG1107`
    | - {patient: {age: 7}, answers: {deformed: no}, expect: {disposition: Dx02}}
    |   ^
    help: its route was deformed: no; pathways/wrist-injury.yaml:11:9 decided

directories/coast cannot be used until its errors are corrected
3 errors in 3 files
""")  # fmt: skip


def test_a_record_with_errors_is_named_as_closed(home: Path) -> None:
    spoil(home / "directories/coast/services/example-provider.yaml", "how: booking ", "how: boking ")
    assert run().stdout.endswith("\n\ntreated as closed until corrected: example-utc\n1 error in 1 file\n")
    found = answer()
    assert found["directories"] == [
        {"folder": "directories/coast", "id": "coast", "usable": True, "services": 2, "quarantined": ["example-utc"]}
    ]
    assert (found["counts"], found["services"], found["pathways"], found["examples"]) == (
        {"error": 1, "warning": 0, "info": 0}, 2, 1, 2,
    )  # fmt: skip
    assert found["findings"] == [{
        "rule": "unknown-word", "severity": "error", "message": "`how` cannot be `boking`",
        "at": "services/example-provider.yaml:35:7", "file": "directories/coast/services/example-provider.yaml",
        "line": 35, "column": 7, "help": "did you mean `booking`?",
    }]  # fmt: skip


def test_warnings_alone_are_no_failure(home: Path) -> None:
    spoil(home / "directories/coast/services/example-provider.yaml", "ods: RXX01  ", "ods:   #")
    result = run("--format", "json")
    assert (result.exit_code, json.loads(result.stdout)["counts"]) == (0, {"error": 0, "warning": 1, "info": 0})
    assert run().stdout.endswith("\n\n1 warning in 1 file\n")


@pytest.mark.usefixtures("home")
def test_dates_are_judged_on_the_day_asked_for() -> None:
    assert run().exit_code == 0
    validity = "2026-11-01T00:00+00:00 to 2027-11-01T00:00+00:00"
    result = run("--on", "2027-12-01", "--select", "outside-validity")
    assert (result.exit_code, result.stdout) == (0, f"""\
directories/coast/directory.yaml
  9:1 warning[outside-validity]: 2027-12-01 is outside the directory's validity, {validity}
    | valid: {{from: 2026-11-01, until: 2027-10-31}}     # days, the last included; or moments such as 2026-11-01T00:00Z
    | ^
    help: sign a version that is valid then

1 warning in 1 file
""")  # fmt: skip


@pytest.mark.parametrize(
    ("on", "warned"),
    [("2026-10-31", True), ("2026-11-01", False), ("2027-10-31", False), ("2027-11-01", True)],
)
@pytest.mark.usefixtures("home")
def test_the_first_and_the_last_day_are_within(on: str, warned: bool) -> None:
    assert answer("--on", on, "--select", "outside-validity")["counts"]["warning"] == int(warned)


def test_one_directory_or_several_may_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(home, "hills")
    begin(home, "moors")

    def checked(*names: str) -> list[str]:
        return [one["id"] for one in answer(*names)["directories"]]

    assert checked() == ["coast", "hills", "moors"]
    assert checked("hills") == ["hills"]
    assert checked("-d", "hills", "-d", "directories/moors") == ["hills", "moors"]
    assert checked("hills", "-d", "hills", "coast") == ["hills", "coast"]
    monkeypatch.setenv("DOS_ROUTER_DIRECTORY", "moors")
    assert checked() == ["moors"]
    assert checked("coast") == ["coast"]


def test_an_included_directory_is_told_of_once(home: Path) -> None:
    begin(home, "hills")
    hills, coast = home / "directories/hills", home / "directories/coast"
    for name in ("places.csv", "population.csv"):
        (hills / name).unlink()
    spoil(hills / "services/example-provider.yaml", "id: example", "id: hills")
    spoil(coast / "directory.yaml", "# include: [../neighbour]", "include: [../hills]")
    for path in (hills, coast):
        spoil(path / "services/example-provider.yaml", "{postcode: ZZ1 1AA}", "{easting: 500250, northing: 200350}")
    assert run().stdout == "no problems: 2 directories, 6 services, 1 pathway with 2 examples\n"
    spoil(hills / "services/example-provider.yaml", "how: booking ", "how: boking ")
    found = answer()
    assert [one["file"] for one in found["findings"]] == ["directories/hills/services/example-provider.yaml"]
    assert [one["quarantined"] for one in found["directories"]] == [["hills-utc"], ["hills-utc"]]


def test_pathways_are_checked_by_the_tables_of_each_directory(home: Path) -> None:
    begin(home, "hills")
    table = home / "directories/hills/symptom_groups.csv"
    table.write_text("code,title,local\nSG1107,Ours,no\nSG1119,Ours,no\nSG1038,Ours,no\n", encoding="utf-8")
    spoil(home / "directories/hills/directory.yaml", "# reference: ", "reference:  ")
    spoil(home / "directories/hills/directory.yaml", "#   symptom_groups:", "  symptom_groups:")
    assert run().exit_code == 0
    assert answer()["pathways"] == 1


def test_without_a_usable_directory_pathways_are_checked_by_the_shipped_tables(home: Path) -> None:
    spoil(home / "directories/coast/directory.yaml", "format: 1", "format: 2")
    spoil(home / "pathways/wrist-injury.yaml", "disposition: Dx39}}", "disposition: Dx9999}}")
    found = answer()
    assert {one["file"] for one in found["findings"]} == {
        "directories/coast/directory.yaml",
        "pathways/wrist-injury.yaml",
    }
    assert found["directories"] == [
        {"folder": "directories/coast", "id": None, "usable": False, "services": 0, "quarantined": []}
    ]


def test_bytes_that_are_no_text_and_long_lines_are_shown_safely(home: Path) -> None:
    services = home / "directories/coast/services"
    (services / "latin.yaml").write_bytes(b"provider: {name: Caf\xe9}\n")
    (services / "hidden.yaml").write_bytes("provider: {name: a\u202eb}\n".encode())
    (services / "long.yaml").write_text(f"{'x' * 300}: &a b\n", encoding="utf-8")
    shown = run().stdout
    assert "    | provider: {name: Caf�}\n    |                     ^\n" in shown
    assert "    | provider: {name: a\\u202eb}\n    |                   ^\n" in shown
    assert f"    | {'x' * 200}\n" in shown
    assert "\u202e" not in shown
    assert "x" * 201 not in shown


def test_a_file_that_cannot_be_read_has_no_line(home: Path) -> None:
    (home / "directories/coast/services/folder.yaml").mkdir()
    shown = run().stdout
    assert shown.startswith("directories/coast/services/folder.yaml\n  error[unreadable-file]: this is no file\n")


@pytest.mark.usefixtures("home")
def test_a_place_in_a_file_that_is_gone_is_told_without_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def report(*_: object) -> list[Diagnostic]:
        return [error("rule", "said", Location("gone.yaml", 3, 4)), error("rule", "nowhere")]

    monkeypatch.setattr("dos_router.checks.survey.run_examples", report)
    shown = CliRunner().invoke(app, ["check", "--on", "2026-11-21", "--severity", "error"]).stdout
    assert shown == "  error[rule]: nowhere\n\ngone.yaml\n  3:4 error[rule]: said\n\n2 errors in 1 file\n"


def test_a_table_is_shown_by_its_cell(home: Path) -> None:
    (home / "directories/coast/capacity.csv").write_text(
        "service,status,since,until\nexample-utc,blue,2026-11-21T18:30,\n", encoding="utf-8"
    )
    assert run().stdout.startswith("""\
directories/coast/capacity.csv
  2:13 error[bad-capacity]: status: `blue` is not a capacity
    | example-utc,blue,2026-11-21T18:30,
    |             ^
    help: write green, amber or red
""")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cost"], "error: there is no directory `cost`\n  help: did you mean `coast`?"),
        (["--pathways", "nowhere"], "error: there is no folder `nowhere`"),
        (["--on", "tomorrow"], "error: `tomorrow` is not a date that exists"),
        (["--format", "html"], "--format"),
    ],
)
@pytest.mark.usefixtures("home")
def test_wrong_use_is_refused(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_without_any_directory_it_says_how_to_begin(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(home / "directories")
    monkeypatch.setattr("dos_router.loading.locate.shipped", lambda _: home)
    result = run()
    assert (result.exit_code, "there is no directory here" in result.stderr) == (2, True)


def survey(*findings: Finding) -> Survey:
    return Survey(findings=findings, directories=(), services=0, pathways=0, examples=0)


def excerpt(source: str, column: int, width: int | None) -> list[str]:
    """Return the line and the caret of a finding, as a page of that width shows them."""
    problem = error("rule", "said", Location("a.yaml", 1, column))
    shown = render_check(survey(Finding(problem, "a.yaml", source)), Page(width)).split("\n")
    return [line.removeprefix("    | ") for line in shown if line.startswith("    | ")]


@pytest.mark.parametrize(
    ("source", "column", "width", "line", "caret"),
    [
        ("abc def", 5, None, "abc def", "    ^"),
        ("    abc", 5, None, "abc", "^"),
        ("    abc", 3, None, "  abc", "^"),
        ("\tabc", 2, None, "abc", "^"),
        ("é日本 x", 5, None, "é日本 x", "      ^"),
        ("e\u0301 x", 4, None, "e\u0301 x", "  ^"),
        ("a\x1b x", 4, None, "a\\u001b x", "        ^"),
        ("abcdefghijklmnopqrstuvwxyz", 1, 16, "abcdefghi…", "^"),
        ("abcdefghijklmnopqrstuvwxyz", 13, 16, "…ijklmnop…", "     ^"),
        ("abcdefghijklmnopqrstuvwxyz", 26, 16, "…vwxyz", "     ^"),
        ("abc", 9, None, "abc", "   ^"),
    ],
)  # fmt: skip
def test_the_caret_stands_under_the_place(source: str, column: int, width: int | None, line: str, caret: str) -> None:
    assert excerpt(source, column, width) == [line, caret]


def test_beyond_200_columns_there_is_no_caret() -> None:
    assert excerpt("x" * 300, 250, None) == ["x" * 200]


def test_severities_have_their_colour_and_are_all_counted() -> None:
    place = Location("a.yaml", 1, 1)
    findings = [
        Finding(Diagnostic("rule", severity, "said", place), "a.yaml", None) for severity in (*Severity, Severity.INFO)
    ]
    shown = render_check(survey(*findings), Page(80, lambda text, style: f"<{style}>{text}</>"))
    assert "1:1 <bad>error[rule]</>: said" in shown
    assert "1:1 <note>warning[rule]</>: said" in shown
    assert "1:1 <dim>info[rule]</>: said" in shown
    assert shown.endswith("<bad>1 error, 1 warning and 2 remarks in 1 file</>")


@pytest.mark.usefixtures("home")
def test_it_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "dos_router", "check", "--plain", "--on", "2026-11-21", *FRAME]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    said = "never signed off: coast\nno problems: 1 directory, 3 services, 1 pathway with 2 examples\n"
    assert done.stdout == said


def test_what_is_shipped_has_no_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    monkeypatch.delenv("DOS_ROUTER_DIRECTORY", raising=False)
    shown = CliRunner().invoke(app, ["check", "--on", "2026-11-21"]).stdout
    assert "no problems: 3 directories, " in shown, shown


def test_the_key_that_comes_too_late_is_named(coast: Path) -> None:
    shore = coast / "directories/coast/services/shore.yaml"
    shore.write_text("provider: {name: S}\nservices:\n  - name: S\n    type: pharmacy\n    id: s\n    opening: 24/7\n")
    said = CliRunner().invoke(app, ["check", "--select", "key-order", "--plain"]).stdout
    assert "3:5 info[key-order]: `id` stands after `type`\n" in said
    assert "help: put `id` first; `check --fix` does so" in said

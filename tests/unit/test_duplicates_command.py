"""`duplicates` as people and scripts use it: text, CSV, JSON, links, review, what does not go together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli import duplicates
from dos_router.cli.app import app
from dos_router.cli.screen import Screen
from dos_router.reports.page import Page

LIST = """\
id,type,name,address,town,postcode,phone,ods
a,pharmacy,Pier Pharmacy,1 Sea Road,Marstead,ZZ1 1AA,01632 960001,
b,pharmacy,Pier Pharmcy Ltd,1 Sea Rd,Marstead,ZZ11AA,+44 1632 960001,
c,pharmacy,Pier Pharmacy,40 Hill Lane,Overcombe,ZZ9 3CD,01632 960001,
d,pharmacy,Harbour Chemist,1 Sea Road,Marstead,ZZ1 1AA,01632 960777,
e,pharmacy,Castle Chemist,7 Moat Street,Marstead,ZZ1 2BB,01632 960555,
f,pharmacy,Castle Chemist,7 Moat Street,Marstead,ZZ1 2CD,01632 960999,
"""


@pytest.fixture(autouse=True)
def list_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def run(
    *arguments: str, typed: str = "", page: Page | None = None, monkeypatch: pytest.MonkeyPatch | None = None
) -> Result:
    if page and monkeypatch:
        monkeypatch.setattr(duplicates, "open_screen", lambda **_: Screen(page, page))
    return CliRunner().invoke(app, ["duplicates", *arguments], input=typed)


def test_csv_gives_every_kind_surest_first() -> None:
    result = run("--list", "list.csv", "--csv")
    assert (result.exit_code, result.stdout.splitlines()) == (0, [
        "id_1,id_2,kind,probability",
        "a,b,duplicate,1.0000",
        "e,f,duplicate,0.7696",
        "a,c,same-organisation,1.0000",
        "b,c,same-organisation,1.0000",
        "a,d,same-site,1.0000",
        "b,d,same-site,1.0000",
    ])  # fmt: skip


def test_a_threshold_leaves_out_what_is_less_sure() -> None:
    assert "e,f," not in run("--list", "list.csv", "--csv", "--threshold", "0.99").stdout


def test_json_has_the_four_lists_and_evidence_in_bits() -> None:
    found = json.loads(run("--list", "list.csv", "--json").stdout)
    assert {name: len(found[name]) for name in ("duplicate", "same-organisation", "same-site", "type-conflict")} == {
        "duplicate": 2, "same-organisation": 2, "same-site": 2, "type-conflict": 0,
    }  # fmt: skip
    pair = found["duplicate"][0]
    assert (pair["id_1"], pair["id_2"], pair["suggested"], pair["lines"]) == (
        "a",
        "b",
        True,
        ["list.csv:2:1", "list.csv:3:1"],
    )
    assert [one["field"] for one in pair["evidence"]] == ["name", "place", "phone", "ods"]
    assert found["clusters"] == [
        {"records": ["a", "b"], "weakest": 1.0, "conflicts": []},
        {"records": ["e", "f"], "weakest": 0.7696, "conflicts": ["postcode: ZZ12BB, ZZ12CD"]},
    ]  # fmt: skip
    assert (found["list"], found["directory"], found["provision"]) == ("list.csv", None, None)


def test_text_says_what_was_done_and_that_nothing_is_merged() -> None:
    result = run("--list", "list.csv", "--limit", "1")
    assert result.stdout.startswith(
        "6 records, 8 pairs compared by the fixed tables, for they are few: 2 pairs that seem one"
    )
    assert "Nothing is merged" in result.stdout
    assert "and 1 more: --limit 2 shows them, --csv and --json give all" in result.stdout


@pytest.mark.parametrize("width", [80, 120])
def test_lines_fit_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (("--list", "list.csv"), ("--list", "list.csv", "--review")):
        result = run(*arguments, typed="n\n", page=Page(width), monkeypatch=monkeypatch)
        lines = [line for line in result.stdout.splitlines() if not line.startswith("s same")]
        assert max(map(len, lines)) <= width


def test_review_keeps_each_decision_and_later_runs_respect_it() -> None:
    result = run("--list", "list.csv", "--review", "--by", "me", typed="what\nd\n")
    assert result.exit_code == 0
    assert "1 of 1: 0.7696 to be one service" in result.stdout
    assert "`what` is none of the answers" in result.stdout
    assert "phone     [01632] [960555]                              [01632] [960999]" in result.stdout
    assert "1 decision kept in list.csv.decisions.csv" in result.stdout
    assert Path("list.csv.decisions.csv").read_text(encoding="utf-8").splitlines()[1].startswith("e,f,different,")
    later = run("--list", "list.csv")
    assert "e,f," not in run("--list", "list.csv", "--csv").stdout
    assert "Accepted repeats: 1" in later.stdout
    assert "decided: not one service" in later.stdout
    assert "no pair is uncertain" in run("--list", "list.csv", "--review").stdout


def test_a_decision_on_what_has_changed_is_told_and_not_used() -> None:
    run("--list", "list.csv", "--review", typed="d\n")
    Path("list.csv").write_text(LIST.replace("960999", "960998"), encoding="utf-8")
    result = run("--list", "list.csv", "--csv")
    assert "the decision on `e` and `f` is not used: one of them has changed since" in result.stderr
    assert "e,f,duplicate" in result.stdout


@pytest.mark.parametrize(
    ("typed", "kept"), [("n\n", 0), ("q\n", 0), ("", 0), ("s\n", 1), ("\nb\ns\n", 0), ("b\nsame\n", 1)]
)
def test_a_reviewer_may_pass_go_back_and_leave(typed: str, kept: int) -> None:
    result = run("--list", "list.csv", "--review", typed=typed)
    assert f"{kept} decision" in result.stdout
    assert Path("list.csv.decisions.csv").exists() == bool(kept)


def test_a_decided_same_is_listed_as_decided() -> None:
    run("--list", "list.csv", "--review", "--decisions", "d.csv", typed="s\n")
    found = json.loads(run("--list", "list.csv", "--json", "--decisions", "d.csv").stdout)
    assert [(one["id_1"], one["decided"], one["probability"]) for one in found["duplicate"]] == [
        ("a", None, 1.0),
        ("e", "same", 1.0),
    ]
    assert "decided: same" in run("--list", "list.csv", "--decisions", "d.csv").stdout


def test_lists_are_linked_one_to_one() -> None:
    Path("register.csv").write_text(LIST.replace("\na,", "\nA1,").replace("\ne,", "\nE1,"), encoding="utf-8")
    result = run("--list", "list.csv", "--against", "register.csv", "--csv")
    links = [line.split(",")[:2] for line in result.stdout.splitlines() if ",duplicate," in line]
    assert sorted(links) == [["a", "A1"], ["b", "b"], ["c", "c"], ["d", "d"], ["e", "E1"], ["f", "f"]]
    assert "Links: 6" in run("--list", "list.csv", "--against", "register.csv").stdout
    assert (
        json.loads(run("--list", "list.csv", "--against", "register.csv", "--json").stdout)["against"] == "register.csv"
    )


@pytest.mark.parametrize(("arguments", "said"), [
    (("--csv", "--json"), "--csv and --json do not go together"),
    (("--review", "--against", "list.csv"), "--review and --against do not go together"),
    (("--review", "--json"), "--json and --review do not go together"),
    (("-d", "kent-surrey-sussex"), "a directory and a list are both given"),
])  # fmt: skip
def test_what_does_not_go_together_is_refused(arguments: tuple[str, ...], said: str) -> None:
    result = run("--list", "list.csv", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_faulty_list_is_told_and_the_rest_compared() -> None:
    Path("list.csv").write_text(LIST + "a,pharmacy,Again,,,,,\n", encoding="utf-8")
    result = run("--list", "list.csv", "--csv")
    assert result.exit_code == 1
    assert "list.csv:8:1" in result.stderr
    assert "duplicate-id" in result.stderr
    assert "a,b,duplicate" in result.stdout


def test_no_list_at_all_is_told() -> None:
    result = run("--list", "none.csv", "--csv")
    assert (result.exit_code, result.stdout) == (1, "id_1,id_2,kind,probability\n")
    assert "there is no file `none.csv`" in result.stderr


def test_text_of_records_is_never_taken_for_marks() -> None:
    Path("list.csv").write_text(LIST.replace("Castle Chemist", "=\x1b[31mCastle"), encoding="utf-8")
    result = run("--list", "list.csv")
    assert "\x1b" not in result.stdout + result.stderr
    assert "U+001B" in result.stderr


def test_a_shipped_directory_has_sisters_and_no_duplicates() -> None:
    result = run("-d", str(Path(__file__).parents[2] / "directories/kent-surrey-sussex"), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["directory"], found["duplicate"]) == (0, "kent-surrey-sussex", [])
    assert {"ppg-epsom", "ppg-redhill"} in [{one["id_1"], one["id_2"]} for one in found["same-organisation"]]
    assert all(line.startswith("services/") for one in found["same-site"] for line in one["lines"])

"""`triage` as people use it: scripted answers, and a way back at each question."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.app import app
from dos_router.cli.exits import Exit
from dos_router.cli.talk import Talk
from dos_router.diagnostics import Malformed
from dos_router.reports.page import Page

SMALL = Path(__file__).parents[1] / "spec" / "triage"
ILLUSTRATIVE = "illustrative content, invented: not for use with patients"
AT = ["--at", "2026-11-21T20:00"]
KNOWN = ["-d", "east", *AT, "--age", "34", "--sex", "female", "--postcode", "EA1"]
WRIST = ["hurt", "my", "rist", *KNOWN]
TO_A_NURSE = ["yes", "no", "0", "yes"]  # awake, deformed, fingers, swollen

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with two small directories and a few pathways of their own."""
    home = tmp_path / "home"
    shutil.copytree(SMALL, home)
    monkeypatch.chdir(home)
    for name in ("DOS_ROUTER_DIRECTORY", "DOS_ROUTER_PATHWAYS"):
        monkeypatch.delenv(name, raising=False)
    return home


def triage(*arguments: str, typed: list[str] | None = None) -> Result:
    """Run the command with lines typed one after another, and then the end of input."""
    return CliRunner().invoke(
        app, ["triage", *arguments, "--allow-unsigned"], input="".join(f"{line}\n" for line in typed or [])
    )


def found(*arguments: str, typed: list[str] | None = None) -> dict[str, Any]:
    """Return the JSON of a triage that came to its end."""
    result = triage(*arguments, "--json", typed=typed)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def questions(result: Result) -> list[str]:
    """Return the questions that were put, in their order."""
    return [line for line in result.output.splitlines() if line.endswith("?")]


# from words to offers


def test_from_words_to_offers_and_why() -> None:
    result = triage(*WRIST, typed=TO_A_NURSE)
    assert result.exit_code == 0
    assert "Wrist or hand injury (wrist-injury), first: Emergency check (emergency-check)" in result.stdout
    assert "because `sort` found that puffy is yes (pathways/wrist-injury.yaml:33:9)" in result.stdout
    assert "Take off rings" in result.stdout
    assert "ROUTED: 2 offers" in result.stdout
    assert "ranked by the national table" in result.stdout


def test_every_output_says_that_the_content_is_invented() -> None:
    result = triage(*WRIST, typed=TO_A_NURSE)
    assert result.stdout.splitlines()[0] == result.stdout.splitlines()[-1] == ILLUSTRATIVE
    assert found(*WRIST, typed=TO_A_NURSE)["content"] == ILLUSTRATIVE


def test_what_is_not_given_is_asked_for_first() -> None:
    result = triage("-d", "east", *AT, typed=["hurt my rist", "34", "female", "ea1 1aa", "no"])
    assert result.exit_code == 0
    assert questions(result) == [
        "What is the matter, in the caller's words?",
        "What is the patient's sex?",
        "Are they awake?",
    ]
    assert "How old is the patient?" in result.stdout
    assert "What is the patient's postcode?" in result.stdout
    assert "DISPATCH" in result.stdout


def test_the_time_of_a_call_is_now_unless_it_is_said() -> None:
    known = [option for option in KNOWN if option not in AT]
    assert found("rist", *known, typed=["no"])["route"]["request"]["at"] > "2026-01-01"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (["--easting", "600000", "--northing", "200000"], 600000),
        (["--lat", "51.66", "--lon", "0.89"], 600000),
    ],
)
def test_a_place_by_coordinates_is_not_asked_for_again(place: list[str], expected: int) -> None:
    known = [option for option in KNOWN if option not in {"--postcode", "EA1"}]
    request = found("rist", *known, *place, "--area", "east", typed=TO_A_NURSE)["route"]["request"]
    assert (request["postcode"], request["area"]) == (None, "east")
    assert abs(request["easting"] - expected) < 1000


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("", "nothing was typed"),
        ("maybe", "`maybe` is none of the answers"),
        ("0", "`0` is none of the answers"),
        ("4", "`4` is none of the answers"),
        ("9" * 2_000, "is none of the answers"),
        ("said", "`said` is none of the answers"),
        ("n", "`n` begins several answers: `no`, `not sure`"),
        ("yess", "did you mean `yes`?"),
        ("b c", "`b c` is none of the answers"),
        ("x" * 2_001, "the line is over 2,000 characters"),
    ],
)
def test_what_is_no_answer_is_explained_and_asked_again(typed: str, complaint: str) -> None:
    result = triage(*WRIST, typed=[typed, *TO_A_NURSE])
    assert complaint in result.stdout
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("awake", "said"),
    [("1", "yes"), ("yes", "yes"), ("Y", "yes"), (" YES ", "yes"), ("3", "not sure"), ("not", "not sure")],
)
def test_an_answer_is_its_number_its_text_or_how_it_begins(awake: str, said: str) -> None:
    came = found(*WRIST, typed=[awake, *TO_A_NURSE[1:]])
    assert came["steps"][0]["said"] == said


def test_answers_that_are_numbers_are_typed_as_they_are() -> None:
    result = triage(*WRIST, typed=["yes", "no", "1", "q"])
    assert "  -  0\n  -  1\n  -  2 or more" in result.stdout
    assert found(*WRIST, typed=["yes", "no", "1", "yes"])["steps"][2]["said"] == "1"
    assert found(*WRIST, typed=["yes", "no", "2", "yes"])["steps"][2]["said"] == "2 or more"


def test_an_end_by_an_answer_names_the_answer_and_gives_only_advice_there_is() -> None:
    result = triage("ankle", *KNOWN, typed=["yes", "yes"])
    assert "  because `Can they stand on it?` was answered `yes` (pathways/ankle-injury.yaml:17:9)\n" in result.stdout
    assert "Care advice" not in result.stdout


def test_not_sure_is_told_with_what_it_counts_as() -> None:
    came = triage(*WRIST, typed=["not sure"])
    assert "not sure: Are they awake? (handled as `no`, pathways/emergency-check.yaml:15:9)" in came.stdout


def test_a_safety_rule_that_raised_the_end_is_named() -> None:
    old = ["rist", *KNOWN, "--age", "85"]
    came = triage(*old, typed=["yes", "no", "0", "no"])
    assert "raised from Dx39" in came.stdout
    assert "by the safety rule at pathways/wrist-injury.yaml:39:5: puffy is no and age is 80+" in came.stdout
    raised = found(*old, typed=["yes", "no", "0", "no"])
    assert raised["raised"] == {
        "from": "Dx39",
        "by": "pathways/wrist-injury.yaml:39:5",
        "if": "puffy is no and age is 80+",
    }


# the way back


def test_back_asks_the_question_before_again() -> None:
    result = triage(*WRIST, typed=["yes", "no", "b", "b", "no"])
    assert questions(result)[-1] == "Are they awake?"
    assert "DISPATCH" in result.stdout


def test_back_goes_from_the_questions_to_what_was_asked_before_them() -> None:
    typed = ["hurt my rist", "34", "female", "EA1", "b", "b", "male", "EA1", "no"]
    came = found("-d", "east", *AT, typed=typed)
    assert came["patient"] == {"age_days": 12418, "sex": "male"}


def test_back_never_goes_past_what_the_command_line_said() -> None:
    result = triage(*WRIST, typed=["b", "no"])
    assert "there is nothing to go back to" in result.stdout
    assert result.exit_code == 0


def test_an_earlier_answer_can_be_changed_and_later_ones_stay() -> None:
    came = found(*WRIST, typed=["yes", "no", "0", "c", "8", "2 or more", "yes"])
    assert [step["said"] for step in came["steps"][:4]] == ["yes", "no", "2 or more", "yes"]


def test_what_the_command_line_said_can_be_changed_too() -> None:
    came = found(*WRIST, typed=["yes", "c", "2", "7", "no", "0", "yes"])
    assert (came["patient"]["age_days"], came["disposition"]) == (2556, "Dx03")


def test_another_pathway_can_be_chosen() -> None:
    result = triage(*WRIST, typed=["yes", "c", "5", "ankle", "no"])
    assert "Which of these is it?" in questions(result)
    assert "Ankle or foot injury (ankle-injury)" in result.stdout
    assert "Dx03" in result.stdout


def test_decisions_are_not_gone_back_to() -> None:
    result = triage("ankle", *KNOWN, typed=["yes", "c", "b", "b", "no"])
    assert "  6  Are they awake? yes\n> b" in result.stdout, "the list ends with the last question"
    assert questions(result)[-1] == "Are they awake?"
    assert "DISPATCH" in result.stdout


def test_changing_can_be_thought_better_of() -> None:
    result = triage(*WRIST, typed=["c", "b", "no"])
    assert "DISPATCH" in result.stdout


def test_there_may_be_nothing_to_change_yet() -> None:
    result = triage("-d", "east", *AT, typed=["c", "q"])
    assert "there is nothing to change yet" in result.stdout


def test_a_patient_whom_the_pathway_is_not_for_is_asked_for_another() -> None:
    result = triage(*WRIST, typed=["c", "5", "wrist", "c", "2", "3", "Ankle", "yes", "yes"])
    assert "`wrist-injury` is for ages 5+ only" in result.stdout
    assert "Dx39" in result.stdout


def test_the_reason_for_a_question_is_told() -> None:
    result = triage(*WRIST, typed=["w", "yes", "w", "no", "w", "q"])
    assert "  Someone who cannot be woken needs an ambulance." in result.stdout
    assert "  A bone that is broken or out of joint" in result.stdout
    assert "  The pathway does not say why." in result.stdout


def test_help_tells_what_can_be_typed() -> None:
    result = triage(*WRIST, typed=["?", "q"])
    for typed in ("b  ", "c  ", "w  ", "n TEXT", "q  "):
        assert f"\n  {typed}" in result.stdout


def test_quitting_routes_nothing_and_has_its_own_exit_code() -> None:
    result = triage(*WRIST, typed=["yes", "q"])
    assert result.exit_code == Exit.INTERRUPTED
    assert result.stderr.strip() == "error: quit: nothing was routed"
    assert "ROUTED" not in result.stdout


def test_the_end_of_the_input_is_the_end() -> None:
    result = triage(*WRIST, typed=["yes"])
    assert result.exit_code == Exit.WRONG_USE
    assert result.stderr.strip() == "error: the input ended before the questions did: nothing was routed"


def test_what_is_typed_must_be_text() -> None:
    result = CliRunner().invoke(app, ["triage", *WRIST, "--allow-unsigned"], input=b"\xff\xfe\n")
    assert result.exit_code == Exit.WRONG_USE
    assert "not UTF-8 text" in result.stderr


# which pathway


def test_words_that_may_mean_several_are_asked_about() -> None:
    result = triage("sprain", *KNOWN, typed=["2", "yes", "no", "0", "yes"])
    assert "Which of these is nearest?" in questions(result)
    assert "  1  Ankle or foot injury\n  2  Wrist or hand injury\n" in result.stdout
    assert "(wrist-injury)" in result.stdout


def test_words_of_an_emergency_are_asked_about_at_once() -> None:
    result = triage("colapsed", *KNOWN, typed=["not sure"])
    assert questions(result) == ["Are they awake?"], "no symptom has to be chosen first"
    assert "\nEmergency check (emergency-check)\n" in result.stdout
    assert "DISPATCH" in result.stdout


def test_where_there_is_no_emergency_after_all_a_pathway_is_chosen_and_nothing_asked_twice() -> None:
    result = triage("collapsed", *KNOWN, typed=["yes", "b", "yes", "ankle", "yes"])
    assert [asked.split(" (")[0] for asked in questions(result)] == [
        "Are they awake?", "Which of these is it?", "Are they awake?", "Which of these is it?", "Can they stand on it?",
    ]  # fmt: skip
    assert "Dx39" in result.stdout


def test_an_emergency_check_that_cannot_be_routed_by_itself_waits_for_a_pathway(small: Path) -> None:
    path = small / "pathways/emergency-check.yaml"
    path.write_text(path.read_text().replace("symptom_group: SG9000\n", ""))
    assert "Which of these is it?" in questions(triage("collapsed", *KNOWN, typed=["q"]))


def test_words_of_a_symptom_as_well_choose_its_pathway_once_the_emergency_check_is_passed() -> None:
    result = triage("collapsed ankle", *KNOWN, typed=["yes", "yes"])
    assert questions(result) == ["Are they awake?", "Can they stand on it?"]
    assert result.stdout.index("\nEmergency check (emergency-check)") < result.stdout.index(
        "\nAnkle or foot injury (ankle-"
    )


def test_only_those_nearly_as_alike_are_asked_about() -> None:
    result = triage("sprain", "preg", *KNOWN, typed=["q"])
    listed = "  1  Ankle or foot injury\n  2  Wrist or hand injury\n  3  none of these: show them all\n> q"
    assert listed in result.stdout


def test_where_nothing_is_alike_all_are_offered() -> None:
    result = triage("plugh", *KNOWN, typed=["3", "no"])
    assert "no pathway is like `plugh`; these are all there are" in result.stdout
    assert "  1  Ankle or foot injury\n  2  Pregnancy\n  3  Wrist or hand injury\n" in result.stdout
    assert "Emergency check\n  " not in result.stdout.split("Are they awake?")[0].split("first:")[0]


def test_only_pathways_for_the_patient_are_offered() -> None:
    result = triage("xyzzy", *KNOWN, "--sex", "male", "--age", "3", typed=["q"])
    assert "  1  Ankle or foot injury\n> q" in result.stdout


def test_other_words_may_be_typed_instead() -> None:
    result = triage("xyzzy", *KNOWN, typed=["plugh", "sprain", "wrsit", "no"])
    assert "no pathway is like `plugh`" in result.stdout
    assert "`sprain` may mean several\n  Ankle or foot injury, Wrist or hand injury" in result.stdout
    assert "Wrist or hand injury (wrist-injury), first" in result.stdout


def test_a_pathway_may_be_named_by_its_id() -> None:
    assert found("ankle-injury", *KNOWN, typed=["no"])["pathway"] == {
        "id": "ankle-injury",
        "title": "Ankle or foot injury",
        "at": "pathways/ankle-injury.yaml:3:1",
    }


def test_words_must_have_letters() -> None:
    result = triage(*KNOWN, typed=["?!", "rist", "no"])
    assert "`?!` has no words" in result.stdout
    assert result.exit_code == 0


def test_a_broken_pathway_is_told_and_the_others_asked(small: Path) -> None:
    path = small / "pathways/ankle-injury.yaml"
    path.write_text(path.read_text().replace("start: grown", "start: grwn"))
    result = triage(*WRIST, typed=["no"])
    assert "error[unknown-question]" in result.stderr
    assert (result.exit_code, "DISPATCH" in result.stdout) == (0, True)


def test_without_any_pathway_there_is_no_triage(small: Path) -> None:
    for path in (small / "pathways").glob("*i*.yaml"):
        path.write_text("not: a pathway\n")
    for name in ("wrist-injury", "pregnancy"):
        (small / f"pathways/{name}.yaml").unlink()
    result = triage(*WRIST)
    assert result.exit_code == Exit.DATA_ERRORS
    assert "error[no-pathways]: there is no pathway to be asked in `pathways`" in result.stderr


# which directory


def without_directory(*arguments: str) -> list[str]:
    return [option for option in arguments if option not in {"-d", "east"}]


def test_with_several_directories_the_postcode_is_asked_for_first() -> None:
    known = without_directory(*(option for option in WRIST if option not in {"--postcode", "EA1"}))
    result = triage(*known, typed=["b", "zz1", "we1", "no"])
    assert "What is the patient's postcode?" in result.stdout.splitlines()[2]
    assert "there is nothing before this question" in result.stdout
    assert "there is no place `ZZ1` in east" in result.stdout
    assert "directory west: its places know we1\nwest, serial 8" in result.stdout


@pytest.mark.parametrize(
    ("postcode", "said"),
    [
        ("ea1 1aa", "directory east: its places know ea1 1aa"),
        ("BO1 2BB", "directory west: its places know BO1 2BB (east too: name one with -d)"),
    ],
)
def test_of_several_directories_the_one_that_knows_the_postcode_best_is_taken(postcode: str, said: str) -> None:
    result = triage(*without_directory(*WRIST), "--postcode", postcode, typed=["no"])
    assert f"{said}\n" in result.stdout


def test_the_only_directory_and_one_that_is_named_need_no_postcode_first(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = without_directory(*(option for option in WRIST if option not in {"--postcode", "EA1"}))
    monkeypatch.setenv("DOS_ROUTER_DIRECTORY", "west")
    assert "west, serial 8" in triage(*known).stdout.splitlines()[1]
    monkeypatch.delenv("DOS_ROUTER_DIRECTORY")
    shutil.rmtree(small / "directories/east")
    assert "west, serial 8" in triage(*known).stdout.splitlines()[1]


def test_a_postcode_beside_coordinates_chooses_the_directory() -> None:
    place = ["--easting", "300000", "--northing", "200000"]
    result = triage(*without_directory(*WRIST), *place, typed=["no"])
    assert "directory east: its places know EA1\n" in result.stdout
    assert result.exit_code == 0


def test_coordinates_alone_cannot_choose_a_directory() -> None:
    known = without_directory(*(option for option in WRIST if option not in {"--postcode", "EA1"}))
    for place in (["--easting", "600000", "--northing", "200000"], ["--lat", "51.66", "--lon", "0.89"]):
        result = triage(*known, *place)
        assert result.exit_code == Exit.WRONG_USE
        assert "say which with -d: east, west" in result.stderr


def test_directories_that_cannot_be_used_know_no_postcode(small: Path) -> None:
    for path in (small / "directories").glob("*/directory.yaml"):
        path.write_text("format: 1\n")
    result = triage(*without_directory(*WRIST))
    assert result.exit_code == Exit.DATA_ERRORS
    assert "none of the directories can be used" in result.stderr


# JSON


def test_json_is_all_that_standard_output_holds() -> None:
    result = triage(*WRIST, "--json", typed=TO_A_NURSE)
    came = json.loads(result.stdout)
    assert "Are they awake?" in result.stderr
    assert list(came) == [
        "content", "words", "pathway", "patient", "disposition", "title", "symptom_group", "symptom_discriminators",
        "decided", "raised", "steps", "care_advice", "notes", "route",
    ]  # fmt: skip
    assert came["steps"][0] == {
        "pathway": "emergency-check", "step": "awake", "asked": "Are they awake?", "said": "yes", "counted_as": "yes",
        "not_sure": False, "red_flag": False, "at": "pathways/emergency-check.yaml:13:9", "notes": [],
    }  # fmt: skip
    assert came["steps"][-1]["asked"] is None
    assert came["route"]["request"]["disposition"] == came["disposition"] == "Dx05"
    assert [offer["service"] for offer in came["route"]["offers"]] == ["east-walk-in", "east-ed"]


def test_no_service_has_an_exit_code_of_its_own(small: Path) -> None:
    (small / "directories/east/services/hospital.yaml").unlink()
    assert triage(*WRIST, typed=TO_A_NURSE).exit_code == Exit.NO_SERVICE


def test_a_terminal_shows_itself_what_is_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = StringIO("yes\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    assert Talk(Page(), on_errors=False).listen() == "yes"
    assert capsys.readouterr().out == "> "


def test_a_complaint_may_have_no_cure(capsys: pytest.CaptureFixture[str]) -> None:
    Talk(Page(), on_errors=True).refuse(Malformed("that cannot be"))
    assert capsys.readouterr().err == "that cannot be\n"


def test_nothing_from_a_file_or_a_line_reaches_the_terminal_raw() -> None:
    result = triage(*WRIST, typed=["\x1b]0;title\x07", "n \x9b31m", "yes", "no", "0", "yes"])
    assert not [sign for sign in result.output if sign < " " and sign != "\n"]
    assert "\x9b" not in result.output


def test_where_none_of_them_is_it_all_are_shown() -> None:
    result = triage("sprain", "preg", *KNOWN, typed=["3", "q"])
    assert "  1  Ankle or foot injury\n  2  Pregnancy\n  3  Wrist or hand injury\n> q" in result.stdout

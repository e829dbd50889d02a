"""What `triage` keeps and repeats, and what it refuses before anybody is asked anything."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli import triage as command
from dos_router.cli.app import app
from dos_router.cli.exits import Exit
from dos_router.diagnostics import error
from dos_router.loading.transcripts import load_transcript
from dos_router.reports.transcript_yaml import render_transcript
from dos_router.routing.route import Routed

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


# transcripts


@pytest.fixture
def saved(small: Path) -> Path:
    path = small / "call.yaml"
    typed = ["n caller is the mother", "yes", "no", 'n says "ow": \x1b[31mred\u202e', "n twice", "0", "yes"]
    assert triage(*WRIST, "--practice", "g82001", "--save", str(path), typed=typed).exit_code == 0
    return path


def test_a_transcript_is_for_its_owner_alone(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.glob("*call*")] == ["call.yaml"], "nothing is left beside it"


def test_a_transcript_holds_what_was_said_and_noted(saved: Path) -> None:
    kept, problems = load_transcript(saved)
    assert (problems, kept is None) == ([], False)
    assert kept is not None
    assert (kept.directory, kept.pathway, kept.words) == ("east", "wrist-injury", "hurt my rist")
    assert (kept.call.age, kept.call.sex, kept.call.postcode, kept.call.practice) == ("34", "female", "EA1", "g82001")
    assert [(given.question, given.said, given.notes) for given in kept.answers] == [
        ("awake", "yes", ("caller is the mother",)),
        ("deformed", "no", ()),
        ("fingers", "0", ('says "ow": <U+001B>[31mred<U+202E>', "twice")),
        ("swollen", "yes", ()),
    ]
    assert kept.came_to.disposition == "Dx05"
    assert render_transcript(kept) == saved.read_text(encoding="utf-8")


def test_a_note_made_before_the_questions_is_kept_too(small: Path) -> None:
    path = small / "call.yaml"
    typed = ["n crying, a été", "rist", "no"]
    result = triage(*KNOWN, "--save", str(path), typed=typed)
    assert "Notes\n  before the questions  crying, a été" in result.stdout
    kept, _ = load_transcript(path)
    assert kept is not None
    assert kept.notes == ("crying, a été",)
    assert 'notes: ["crying, a été"]' in path.read_text(encoding="utf-8")
    assert render_transcript(kept) == path.read_text(encoding="utf-8")


def test_a_transcript_of_every_field_reads_back(small: Path) -> None:
    path = small / "call.yaml"
    more = ["--distance-km", "30", "--force-distance", "--role", "clinician", "--previous-calls", "2026-11-20T10:00"]
    triage(*WRIST, *more, "--save", str(path), typed=["no"])
    kept, _ = load_transcript(path)
    assert kept is not None
    assert (kept.call.force_distance, kept.call.previous_calls) == (True, ("2026-11-20T10:00",))
    assert render_transcript(kept) == path.read_text(encoding="utf-8")
    again = found("--replay", str(path))
    assert (again["route"]["request"]["role"], again["route"]["request"]["distance_km"]) == ("clinician", 30)


def test_a_transcript_without_a_symptom_group_reads_back(small: Path) -> None:
    path = small / "pathways/ankle-injury.yaml"
    harmless = path.read_text().replace("symptom_group: SG1011\n", "").replace("first: [emergency-check]\n", "")
    path.write_text(harmless.replace("{disposition: Dx03, discriminator: SD4052}", "{disposition: Dx39}"))
    came = found("ankle", *KNOWN, "--save", "call.yaml", typed=["yes"])
    assert (came["symptom_group"], came["route"]["outcome"]) == (None, "no-search")
    kept, problems = load_transcript(Path("call.yaml"))
    assert problems == []
    assert kept is not None
    assert render_transcript(kept) == Path("call.yaml").read_text(encoding="utf-8")
    path.write_text(path.read_text().replace("Dx39", "Dx49"))
    assert "it came to Dx39 then, and comes to Dx49 now" in triage("--replay", "call.yaml").stderr


def test_a_triage_without_any_question_can_be_kept(small: Path) -> None:
    path = small / "pathways/ankle-injury.yaml"
    path.write_text(path.read_text().replace("first: [emergency-check]\n", ""))
    baby = ["ankle", *KNOWN, "--age", "7m"]
    assert triage(*baby, "--save", "call.yaml").exit_code == 0
    kept, problems = load_transcript(Path("call.yaml"))
    assert problems == []
    assert kept is not None
    assert kept.answers == ()
    assert found("--replay", "call.yaml")["disposition"] == "Dx03"


def test_a_replay_asks_nothing_and_comes_to_the_same(saved: Path) -> None:
    first = found(*WRIST, "--practice", "g82001", typed=TO_A_NURSE)
    result = triage("--replay", str(saved), "--json")
    again = json.loads(result.stdout)
    assert result.stderr == ""
    assert {**again, "steps": None} == {**first, "steps": None}
    assert [{**step, "notes": []} for step in again["steps"]] == first["steps"]
    assert again["steps"][0]["notes"] == ["caller is the mother"]


def test_an_emergency_check_asked_by_itself_is_replayed_too(small: Path) -> None:
    came = found("collapsed", *KNOWN, "--save", "call.yaml", typed=["no"])
    assert came["pathway"]["id"] == "emergency-check"
    assert found("--replay", "call.yaml") == came
    path = small / "pathways/emergency-check.yaml"
    path.write_text(
        path.read_text().replace(
            "{say: no, red_flag: true, then: {disposition: Dx0102, discriminator: SD9000}}", "{say: no, go: continue}"
        )
    )
    result = triage("--replay", "call.yaml")
    assert result.exit_code == Exit.DATA_ERRORS
    assert "error[pathway-refused]: `emergency-check` goes on to another pathway now" in result.stderr


def test_a_replay_shows_the_notes(saved: Path) -> None:
    result = triage("--replay", str(saved))
    assert 'Notes\n  awake    caller is the mother\n  fingers  says "ow": <U+001B>[31mred<U+202E>\n' in result.stdout
    assert "Are they awake?" not in result.stdout


def test_a_replay_may_be_of_another_moment_or_place(saved: Path) -> None:
    again = found(
        "--replay",
        str(saved),
        "--at",
        "2026-11-22T03:00",
        "--postcode",
        "ea1 1aa",
        "--previous-calls",
        "2026-11-01T10:00",
    )
    assert again["route"]["request"]["at"] == "2026-11-22T03:00+00:00"
    assert again["route"]["request"]["postcode"] == "EA1 1AA"


CHANGES = {
    "an answer that is no longer offered": (
        "{say: 0, go: swollen}", "{say: none, go: swollen}", 1,
        ("error[answer-no-longer-fits]: the answer `0` to `fingers` no longer fits\n  at call.yaml:22:5\n"
        "  help: its answers now: none, 1, 2 or more"),
    ),
    "a question that is new": (
        "  sort:\n", "  new:\n    ask: Is it hot?\n    answers: [{say: yes, go: sort}]\n  sort:\n", 1,
        ("error[question-not-answered]: `wrist-injury` now asks `new`, which the transcript does not answer\n"
        "  at call.yaml:4:1\n  help: its answers: yes"),
    ),
    "a question that is gone": (
        "{say: no, go: fingers}", "{say: no, go: swollen}", 0,
        ("warning[answer-no-longer-asked]: `fingers` is no longer asked: its answer counts for nothing\n"
        "  at call.yaml:22:5\n  help: see pathways/wrist-injury.yaml:3:1"),
    ),
    "another end": (
        "{if: {puffy: yes}, then: {disposition: Dx05", "{if: {puffy: yes}, then: {disposition: Dx03", 0,
        ("warning[another-end]: it came to Dx05 SG1107 SD4052 then, and comes to Dx03 SG1107 SD4052 now\n"
        "  at call.yaml:4:1\n  help: decided at pathways/wrist-injury.yaml:33:9"),
    ),
    "other patients": (
        "ages: 5+", "ages: 70+", 1,
        "error[pathway-refused]: `wrist-injury` is for ages 70+ only\n  at call.yaml:4:1",
    ),
    "another id": (
        "id: wrist-injury", "id: wrist-injuries", 1,
        ("error[unknown-pathway]: there is no pathway `wrist-injury` now\n  at call.yaml:4:1\n"
        "  help: did you mean `wrist-injuries`?"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("written", "instead", "code", "told"), CHANGES.values(), ids=CHANGES)
def test_a_replay_tells_what_has_changed_since(
    saved: Path, small: Path, written: str, instead: str, code: int, told: str
) -> None:
    path = small / "pathways/wrist-injury.yaml"
    text = path.read_text(encoding="utf-8")
    assert written in text
    if "new:" in instead:
        text = text.replace("set: {puffy: yes}, go: sort", "set: {puffy: yes}, go: new")
    path.write_text(text.replace(written, instead), encoding="utf-8")
    result = triage("--replay", saved.name)
    assert told in result.stderr
    assert result.exit_code == code


def test_a_transcript_that_was_spoilt_is_refused(saved: Path) -> None:
    saved.write_text(saved.read_text().replace("pathway: ", "pathwya: ", 1))
    result = triage("--replay", saved.name)
    assert result.exit_code == Exit.DATA_ERRORS
    assert "error[unknown-key]: unknown key `pathwya`" in result.stderr
    saved.write_text("[")
    assert triage("--replay", saved.name).exit_code == Exit.DATA_ERRORS


# refusals, before anybody is asked anything


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--age", "131"], "--age: age `131` is 130 years or more"),
        (["--sex", "femal"], "--sex: `femal` is none of the answers\n  help: did you mean `female`?"),
        (["--postcode", "ZZ1"], "--postcode: there is no place `ZZ1` in east"),
        (["--role", "nurse"], "there is no referral role `nurse`"),
        (["--at", "yesterday"], "`yesterday` is not a date and time"),
        (["--pathways", "nowhere"], "there is no folder `nowhere`"),
        (["--save", "nowhere/call.yaml"], "there is no folder `nowhere`"),
        (["--save", "pathways/pregnancy.yaml"], "`pathways/pregnancy.yaml` is there already"),
        (["--replay", "nowhere.yaml"], "a replay takes no words"),
        (["--care-plans", "nowhere.yaml"], "there is no file `nowhere.yaml`"),
        (["--disposition", "Dx05"], "No such option"),
    ],
)
def test_what_cannot_be_is_refused_before_any_question(arguments: list[str], told: str) -> None:
    result = triage(*WRIST, *arguments, typed=TO_A_NURSE)
    assert result.exit_code == Exit.WRONG_USE
    assert told in result.stderr
    assert "Are they awake?" not in result.output


def test_a_call_without_its_postcode_yet_is_checked_for_the_rest() -> None:
    known = [option for option in WRIST if option not in {"--postcode", "EA1"}]
    result = triage(*known, "--role", "nurse", typed=["EA1"])
    assert (result.exit_code, "no referral role `nurse`" in result.stderr) == (Exit.WRONG_USE, True)


def test_a_transcript_that_is_not_there_is_named() -> None:
    result = triage("--replay", "nowhere.yaml")
    assert (result.exit_code, "there is no file `nowhere.yaml`" in result.stderr) == (Exit.WRONG_USE, True)


def test_a_transcript_is_overwritten_only_when_forced(saved: Path) -> None:
    before = saved.read_text()
    assert triage(*WRIST, "--save", saved.name, typed=["no"]).exit_code == Exit.WRONG_USE
    assert saved.read_text() == before
    assert triage(*WRIST, "--save", saved.name, "--force", typed=["no"]).exit_code == 0
    assert "Dx0102" in saved.read_text()


def test_a_transcript_that_cannot_be_written_leaves_nothing(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = triage(*WRIST, "--save", "call.yaml", typed=["no"])
    assert result.exit_code == Exit.MACHINE
    assert "DISPATCH" in result.stdout, "the result is not lost with it"
    assert list(small.glob("*call*")) == list(small.glob(".*call*")) == []


def test_a_call_that_cannot_be_routed_after_all_keeps_its_triage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "route_call", lambda *_: Routed(None, [error("odd", "this cannot be")]))
    result = triage(*WRIST, typed=["no"])
    assert (result.exit_code, "error[odd]" in result.stderr, "Stay with them." in result.stdout) == (2, True, True)
    assert json.loads(triage(*WRIST, "--json", typed=["no"]).stdout)["route"] is None

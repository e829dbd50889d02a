"""Pathway files: each fault is told at its place with its cure, and leaves out its own pathway alone."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from dos_router.diagnostics import Diagnostic
from dos_router.loading.pathways import LoadedPathways, load_pathways
from dos_router.model.pathway import Decision, Ending, GoTo, Like, Patient, Question
from dos_router.reference import Reference, load_reference

SPEC = Path(__file__).parents[1] / "spec" / "pathways"
SOUND = (SPEC / "wrist-injury.yaml").read_text(encoding="utf-8")
SHARED = (SPEC / "emergency-check.yaml").read_text(encoding="utf-8")


class Fault(NamedTuple):
    """One entry of a specification: lines of the file, those written instead, and what is told."""

    name: str
    written: str
    instead: str
    told: list[str]


def faults(name: str) -> list[Fault]:
    """Read `errors.txt` or `warnings.txt`; its head says how it is written."""
    return [_fault(entry) for entry in f"\n{(SPEC / name).read_text(encoding='utf-8')}".split("\n## ")[1:]]


def _fault(entry: str) -> Fault:
    title, *lines = [line for line in entry.splitlines() if line and not line.startswith("# ")]
    written = [line[1:] for line in lines if line.startswith(("-", " ")) and not line.startswith("   = ")]
    instead = [line[1:] for line in lines if line.startswith(("+", " ")) and not line.startswith("   = ")]
    said = [line for line in lines if line[0].isdigit() or line.startswith("   = ")]
    return Fault(title, _joined(written), _joined(instead), said)


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()[0]


def load(folder: Path, reference: Reference, **files: str) -> LoadedPathways:
    pathways = folder / "pathways"
    pathways.mkdir()
    for name, text in files.items():
        (pathways / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return load_pathways(pathways, reference)


def told(problems: list[Diagnostic]) -> list[str]:
    """Return problems by place, each as `line:column rule: message` and, on a line of its own, its cure."""
    lines: list[str] = []
    for each in sorted(problems, key=lambda problem: problem.location or ()):
        place = f"{each.location.line}:{each.location.column}" if each.location else ""
        lines += [f"{place} {each.rule}: {each.message}", f"   = {each.help}"]
    return lines


def test_a_sound_file_gives_its_pathway_and_no_problem(tmp_path: Path, reference: Reference) -> None:
    loaded = load(tmp_path, reference, wrist_injury=SOUND)
    assert told(loaded.problems) == []
    assert dict(loaded.left_out) == {}
    pathway = loaded.pathways["wrist-injury"]
    assert (pathway.title, pathway.symptom_group, pathway.words, pathway.start) == (
        "Wrist injury", "SG1107", ("wrist", "hand"), "deformed",
    )  # fmt: skip
    assert [ages.written for ages in pathway.ages] == ["5+"]
    assert pathway.sexes == {"female", "male"}
    assert pathway.care_advice == {"Dx39": ("Keep it raised.",), "Dx03": ("Do not eat.",)}


@pytest.mark.parametrize(
    ("written", "ages", "sexes"),
    [
        ("{ages: [0-4, 70+], sexes: female}", ["0-4", "70+"], {"female"}),
        ("{ages: 5+}", ["5+"], {"female", "male"}),
        ("{}", [], {"female", "male"}),
    ],
)
def test_a_pathway_is_for_everyone_unless_it_says_otherwise(
    tmp_path: Path, reference: Reference, written: str, ages: list[str], sexes: set[str]
) -> None:
    text = SOUND.replace("{ages: 5+, sexes: [female, male]}", written)
    pathway = load(tmp_path, reference, wrist_injury=text).pathways["wrist-injury"]
    assert ([one.written for one in pathway.ages], pathway.sexes) == (ages, sexes)


def test_a_question_keeps_its_answers_as_written(tmp_path: Path, reference: Reference) -> None:
    question = load(tmp_path, reference, wrist_injury=SOUND).pathways["wrist-injury"].steps["deformed"]
    assert isinstance(question, Question)
    yes, no, not_sure = question.choices
    assert (question.ask, question.why) == ("Is it bent?", "A break needs treatment soon.")
    assert (yes.say, yes.red_flag, no.red_flag, no.why) == ("yes", True, False, "It may still be broken.")
    assert isinstance(yes.leads, Ending)
    assert (yes.leads.disposition, yes.leads.discriminators) == ("Dx02", ("SD4052",))
    assert isinstance(no.leads, GoTo)
    assert no.leads.step == "swelling"
    assert isinstance(not_sure.leads, Like)
    assert question.counted(not_sure) is yes
    assert str(not_sure.leads.at) == "pathways/wrist-injury.yaml:20:15"


def test_a_decision_keeps_its_rules_in_order(tmp_path: Path, reference: Reference) -> None:
    decision = load(tmp_path, reference, wrist_injury=SOUND).pathways["wrist-injury"].steps["sort"]
    assert isinstance(decision, Decision)
    first, last = decision.rules
    assert first.case is not None
    assert first.case.written == "swollen is true and age is 0-15 or 70+"
    assert [ages.written for ages in first.case.ages] == ["0-15", "70+"]
    assert last.case is None
    assert isinstance(last.leads, Ending)
    assert (last.leads.disposition, last.leads.discriminators, last.leads.symptom_group) == ("Dx39", (), "SG1119")


def test_safety_rules_and_examples_are_kept(tmp_path: Path, reference: Reference) -> None:
    pathway = load(tmp_path, reference, wrist_injury=SOUND).pathways["wrist-injury"]
    (rule,), (example,) = pathway.always, pathway.examples
    assert (rule.at_least.disposition, rule.at_least.discriminators, rule.case.sexes) == (
        "Dx02",
        ("SD4052",),
        {"female"},
    )
    assert example.patient == Patient(2556, "female")
    assert example.answers == {"deformed": "no", "swelling": "yes"}
    assert example.expect is not None
    assert example.expect.disposition == "Dx03"


def test_a_shared_pathway_may_leave_its_symptom_group_to_others(tmp_path: Path, reference: Reference) -> None:
    loaded = load(tmp_path, reference, emergency_check=SHARED, wrist_injury=f"{SOUND}first: [emergency-check]\n")
    assert told(loaded.problems) == []
    shared, wrist = loaded.pathways.values()
    assert (shared.is_shared, shared.symptom_group, shared.examples[0].expect) == (True, None, None)
    assert (wrist.is_shared, wrist.first) == (False, ("emergency-check",))
    assert str(wrist.line("first/0")) == "pathways/wrist-injury.yaml:37:9"


@pytest.mark.parametrize("fault", faults("errors.txt"), ids=lambda fault: fault.name)
def test_an_error_is_told_at_its_place_and_leaves_its_pathway_out(
    fault: Fault, tmp_path: Path, reference: Reference
) -> None:
    assert SOUND.count(fault.written) == 1
    loaded = load(tmp_path, reference, wrist_injury=SOUND.replace(fault.written, fault.instead), emergency_check=SHARED)
    assert told([problem for problem in loaded.problems if problem.is_error]) == fault.told
    assert list(loaded.pathways) == ["emergency-check"], "another pathway is not hidden"
    assert list(loaded.left_out) == ["wrist-injury"], "and it is named"


@pytest.mark.parametrize("fault", faults("warnings.txt"), ids=lambda fault: fault.name)
def test_what_is_merely_unwise_is_a_warning(fault: Fault, tmp_path: Path, reference: Reference) -> None:
    loaded = load(tmp_path, reference, wrist_injury=SOUND.replace(fault.written, fault.instead))
    assert told(loaded.problems) == fault.told
    assert list(loaded.pathways) == ["wrist-injury"]


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path, reference: Reference) -> None:
    broken = (
        SOUND.replace("go: swelling", "go: swell")
        .replace("at_least: Dx02", "at_least: Dx9")
        .replace("like: yes", "like: si")
    )
    rules = [problem.rule for problem in load(tmp_path, reference, wrist_injury=broken).problems]
    assert sorted(rules) == [
        "question-never-reached", "question-never-reached", "unknown-answer", "unknown-disposition", "unknown-question",
    ]  # fmt: skip


def test_a_pathway_whose_first_is_broken_is_left_out_too(tmp_path: Path, reference: Reference) -> None:
    broken = SHARED.replace("go: continue", "go: continu")
    asking = f"{SOUND}first: [emergency-check]\n"
    loaded = load(tmp_path, reference, emergency_check=broken, wrist_injury=asking)
    assert dict(loaded.pathways) == {}
    assert told(loaded.problems)[-2:] == [
        "37:9 first-left-out: `wrist-injury` cannot be asked: it asks `emergency-check` first, which has errors",
        "   = correct pathways/emergency-check.yaml:2:1",
    ]


def test_one_asked_first_must_go_on_to_others(tmp_path: Path, reference: Reference) -> None:
    ends = SHARED.replace("{say: yes, go: continue}", "{say: yes, then: {disposition: Dx39}}").split("examples:")[0]
    loaded = load(tmp_path, reference, emergency_check=ends, wrist_injury=f"{SOUND}first: [emergency-check]\n")
    assert told(loaded.problems) == [
        "37:9 first-never-continues: `emergency-check` is asked first, and never goes on to another",
        "   = let it `go: continue` where nothing alarms",
    ]
    assert list(loaded.pathways) == ["emergency-check"]


def test_a_file_that_is_not_yaml_leaves_out_what_it_is_named_for(tmp_path: Path, reference: Reference) -> None:
    asking = f"{SOUND}first: [emergency-check]\n"
    loaded = load(tmp_path, reference, emergency_check="a: [", wrist_injury=asking)
    assert sorted(loaded.left_out) == ["emergency-check", "wrist-injury"]
    assert [problem.rule for problem in loaded.problems] == ["yaml-syntax", "first-left-out"]


@pytest.mark.parametrize(
    ("end", "raised_to"), [("Dx39, discriminator: SD4003", "Dx02"), ("Dx39", "Dx012"), ("Dx012", "Dx02")]
)
def test_a_raise_needs_a_discriminator_only_where_a_search_would_lack_one(
    tmp_path: Path, reference: Reference, end: str, raised_to: str
) -> None:
    text = SOUND.replace("disposition: Dx39", f"disposition: {end}")
    text = text.replace("at_least: Dx02, discriminator: SD4052", f"at_least: {raised_to}")
    assert load(tmp_path, reference, wrist_injury=text).problems == []


HOME = """\
format: 1
id: home
title: Rest at home
first: [emergency-check]
start: well
questions:
  well:
    ask: Are they well?
    answers: [{say: yes, then: {disposition: Dx39, discriminator: SD4003}}]
"""


@pytest.mark.parametrize(
    ("group", "bleeding", "rule", "needs"),
    [
        ("", "{disposition: Dx0102}", "", None),
        ("", "{disposition: Dx02, discriminator: SD4052}", "", "Dx02"),
        ("", "{disposition: Dx02, discriminator: SD4052, symptom_group: SG1107}", "", None),
        ("symptom_group: SG9000", "{disposition: Dx02, discriminator: SD4052}", "", None),
        ("", "{disposition: Dx0102}", "{if: {awake: yes}, at_least: Dx03}", "Dx03"),
    ],
)
def test_a_pathway_needs_a_symptom_group_where_what_is_asked_before_it_has_none(
    tmp_path: Path, reference: Reference, group: str, bleeding: str, rule: str, needs: str | None
) -> None:
    before = SHARED.replace("{disposition: Dx0102}", bleeding).replace("start:", f"{group}\nstart:")
    before += f"always: [{rule}]\n" if rule else ""
    loaded = load(tmp_path, reference, emergency_check=before, home=HOME)
    said = f"2:1 no-symptom-group: `home` has no symptom group, and can end in `{needs}`, which is searched for"
    cure = "   = add `symptom_group: SG…` to the pathway"
    assert told(loaded.problems) == ([said, cure] if needs else [])


def test_without_a_symptom_group_a_first_that_is_not_there_is_told_alone(tmp_path: Path, reference: Reference) -> None:
    loaded = load(tmp_path, reference, home=HOME)
    assert [problem.rule for problem in loaded.problems] == ["unknown-pathway"]


def test_an_unknown_disposition_before_it_needs_no_symptom_group(tmp_path: Path, reference: Reference) -> None:
    loaded = load(tmp_path, reference, emergency_check=SHARED.replace("Dx0102", "Dx1020"), home=HOME)
    assert [problem.rule for problem in loaded.problems] == ["unknown-disposition", "first-left-out"]


def test_an_id_given_twice_leaves_out_both(tmp_path: Path, reference: Reference) -> None:
    loaded = load(tmp_path, reference, a=SOUND, b=SOUND)
    assert dict(loaded.pathways) == {}
    assert told(loaded.problems) == [
        "2:1 duplicate-id: the id `wrist-injury` is given twice, first at pathways/a.yaml:2:1",
        "   = give each pathway an id of its own",
    ]


def test_a_file_without_an_id_is_named_after_its_file(tmp_path: Path, reference: Reference) -> None:
    loaded = load(tmp_path, reference, wrist=SOUND.replace("id: wrist-injury\n", ""))
    assert {name: str(at) for name, at in loaded.left_out.items()} == {"wrist": "pathways/wrist.yaml:1:1"}


def test_a_broken_pathway_is_named_by_its_id(tmp_path: Path, reference: Reference) -> None:
    loaded = load(tmp_path, reference, wrist=SOUND.replace("title:", "titel:"))
    assert {name: str(at) for name, at in loaded.left_out.items()} == {"wrist-injury": "pathways/wrist.yaml:2:1"}


def test_only_yaml_files_are_read_and_others_like_them_are_named(tmp_path: Path, reference: Reference) -> None:
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "wrist.yml").write_text(SOUND)
    loaded = load_pathways(tmp_path, reference)
    assert [(str(each.location), each.rule) for each in loaded.problems] == [
        (f"{tmp_path.name}/wrist.yml", "ignored-file")
    ]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path, reference: Reference) -> None:
    (problem,) = load_pathways(tmp_path / "nowhere", reference).problems
    assert (problem.rule, problem.help) == ("no-pathways", "name one with --pathways")
    assert problem.location is not None
    assert problem.location.full == f"{tmp_path}/nowhere"


def test_a_place_can_be_opened_from_where_the_folder_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: Reference
) -> None:
    load(tmp_path, reference, wrist_injury=SOUND)
    monkeypatch.chdir(tmp_path)
    assert (
        load_pathways(Path("pathways"), reference).pathways["wrist-injury"].at.full == "pathways/wrist-injury.yaml:2:1"
    )
    monkeypatch.chdir(tmp_path / "pathways")
    assert load_pathways(Path(), reference).pathways["wrist-injury"].at.full == "pathways/wrist-injury.yaml:2:1"
    whole = load_pathways(tmp_path / "pathways", reference).pathways["wrist-injury"]
    assert whole.at.full == f"{tmp_path}/pathways/wrist-injury.yaml:2:1"


def test_the_schema_offers_a_list_or_its_one_item() -> None:
    from dos_router.loading.shapes.pathways import PathwayFile  # noqa: PLC0415

    found = PathwayFile.model_json_schema()
    ages = found["$defs"]["ForShape"]["properties"]["ages"]["anyOf"]
    assert [each["type"] for each in ages] == ["string", "array"]
    assert found["$defs"]["ExampleShape"]["properties"]["expect"]["anyOf"][1] == {"const": "continue"}

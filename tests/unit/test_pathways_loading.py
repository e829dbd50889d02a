"""Pathway files: each fault is told at its place with its cure, and leaves out its own pathway alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from dos_router.diagnostics import Diagnostic
from dos_router.loading.pathways import LoadedPathways, load_pathways
from dos_router.model.pathway import Decision, Ending, GoTo, Like, Patient, Question
from dos_router.reference import Reference, load_reference

SOUND = """\
format: 1
id: wrist-injury
title: Wrist injury
symptom_group: SG1107
for: {ages: 5+, sexes: [female, male]}
words: [wrist, hand]
start: deformed
questions:
  deformed:
    ask: Is it bent?
    why: A break needs treatment soon.
    answers:
      - say: yes
        red_flag: true
        then: {disposition: Dx02, discriminator: SD4052}
      - say: no
        go: swelling
        why: It may still be broken.
      - say: not sure
        like: yes
  swelling:
    ask: Is it swollen?
    answers:
      - {say: yes, set: {swollen: true}, go: sort}
      - {say: no, set: {swollen: false}, go: sort}
  sort:
    rules:
      - {if: {swollen: true, age: [0-15, 70+]}, then: {disposition: Dx03, discriminator: [SD4052, SD4003]}}
      - {otherwise: true, then: {disposition: Dx39, symptom_group: SG1119}}
care_advice: {Dx39: [Keep it raised.], Dx03: Do not eat.}
always:
  - {if: {deformed: yes, sex: female}, at_least: Dx02, discriminator: SD4052}
examples:
  - patient: {age: 7, sex: female}
    answers: {deformed: no, swelling: yes}
    expect: {disposition: Dx03, discriminator: [SD4052, SD4003]}
"""

SHARED = """\
format: 1
id: emergency-check
title: Emergency check
start: awake
questions:
  awake:
    ask: Are they awake?
    answers:
      - {say: yes, go: continue}
      - {say: no, red_flag: true, then: {disposition: Dx0102}}
examples:
  - {patient: {age: 34}, answers: {awake: yes}, expect: continue}
"""


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
        lines += [f"{place} {each.rule}: {each.message}", f"  {each.help}"]
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


ERRORS = {
    # what a part says
    "unknown key": (
        "why: A break",
        "wy: A break",
        [
            "11:5 unknown-key: unknown key `wy`",
            "  did you mean `why`?",
        ],
    ),
    "no id": (
        "id: wrist-injury\n",
        "",
        [
            "1:1 missing-key: `id` is missing",
            "  add `id: …`",
        ],
    ),
    "name of a question": (
        "  swelling:\n",
        "  Swelling:\n",
        [
            "21:3 bad-name: `Swelling` is not a name",
            "  use a-z, 0-9, `_` and `-`, such as `swollen`",
        ],
    ),
    "bad code": (
        "SD4052}",
        "SD40-52}",
        [
            "15:35 bad-code: `SD40-52` is not a symptom discriminator",
            "  write it like `SD4052`",
        ],
    ),
    "bad patient": (
        "age: 7, sex: female",
        "age: seven, sex: femal",
        [
            "34:15 bad-age: `seven` is not an age",
            "  write years (`34`), months (`7m`) or days (`12d`)",
            "34:27 unknown-word: `femal` is not a sex that is known",
            "  did you mean `female`?",
        ],
    ),
    "expect of another word": (
        "expect: {disposition: Dx03, discriminator: [SD4052, SD4003]}",
        "expect: contineu",
        [
            "36:5 wrong-kind: `expect` must be a map of keys and values",
            "  write `key: value`",
        ],
    ),
    "empty red flag": (
        "red_flag: true",
        "red_flag:",
        [
            "14:9 empty-value: the value is empty",
            "  give a value, or delete the line",
        ],
    ),
    "empty item": (
        "words: [wrist, hand]\n",
        "words:\n  - wrist\n  -\n",
        [
            "8:4 wrong-kind: `words` must be a single value",
            "  write one text",
        ],
    ),
    # names that lead nowhere
    "unknown start": (
        "start: deformed",
        "start: deformd",
        [
            "7:8 unknown-question: there is no question or decision `deformd`",
            "  did you mean `deformed`?",
        ],
    ),
    "start of no step": (
        "start: deformed",
        "start: continue",
        [
            "7:8 unknown-question: there is no question or decision `continue`",
            "  write that question, or lead to another",
        ],
    ),
    "unknown go": (
        "go: swelling",
        "go: sweling",
        [
            "17:13 unknown-question: there is no question or decision `sweling`",
            "  did you mean `swelling`?",
        ],
    ),
    "unknown go of a rule": (
        "{otherwise: true, then: {disposition: Dx39, symptom_group: SG1119}}",
        "{otherwise: true, go: xyz}",
        [
            "29:31 unknown-question: there is no question or decision `xyz`",
            "  write that question, or lead to another",
        ],
    ),
    "unknown like": (
        "like: yes",
        "like: yess",
        [
            "20:15 unknown-answer: `deformed` has no answer `yess`",
            "  did you mean `yes`?",
        ],
    ),
    "like of nothing alike": (
        "like: yes",
        "like: bent",
        [
            "20:15 unknown-answer: `deformed` has no answer `bent`",
            "  one of: yes, no",
        ],
    ),
    "like of itself": (
        "like: yes",
        "like: not sure",
        [
            "20:15 like-of-like: the answer `not sure` is itself like another",
            "  one of: yes, no",
        ],
    ),
    "like of a like": (
        "like: yes\n",
        "like: yes\n      - {say: no idea, like: not sure}\n",
        [
            "21:30 like-of-like: the answer `not sure` is itself like another",
            "  one of: yes, no",
        ],
    ),
    # where an answer leads
    "no way on": (
        "        go: swelling\n",
        "",
        [
            "16:9 no-way-on: the answer `no` has no way on; it needs exactly one of `go`, `then` and `like`",
            "  say where it leads, such as `go: …`",
        ],
    ),
    "two ways on": (
        "like: yes",
        "like: yes\n        go: sort",
        [
            "19:9 several-ways-on: the answer `not sure` has `go` and `like`; it needs exactly one of `go`, `then` and `like`",
            "  keep one of them",
        ],
    ),
    "three ways on": (
        "like: yes",
        "like: yes\n        go: sort\n        then: {disposition: Dx39}",
        [
            "19:9 several-ways-on: the answer `not sure` has `go` and `then` and `like`; it needs exactly one of `go`, `then` and `like`",
            "  keep one of them",
        ],
    ),
    "like and set": (
        "like: yes",
        "like: yes\n        set: {bent: maybe}",
        [
            "19:9 like-with-more: the answer `not sure` is like another, and cannot have a `red_flag` or `set` of its own",
            "  delete them: it takes those of `yes`",
        ],
    ),
    "duplicate answer": (
        "say: not sure\n        like: yes",
        "say: YES\n        go: swelling",
        [
            "19:9 duplicate-answer: the answer `YES` is given twice, first on line 13",
            "  say how they differ, or keep one of them",
        ],
    ),
    # questions and decisions
    "neither": (
        "    ask: Is it swollen?\n    answers:\n      - {say: yes, set: {swollen: true}, go: sort}\n      - {say: no, set: {swollen: false}, go: sort}\n",
        "    why: Important.\n",
        [
            "21:3 question-or-decision: `swelling` must have either `answers` or `rules`",
            "  give a question `ask` and `answers`, a decision `rules`",
        ],
    ),
    "asks nothing": (
        "    ask: Is it swollen?\n",
        "",
        [
            "21:3 question-or-decision: `swelling` must have both `ask` and `answers`, or neither",
            "  a question has both; a decision asks nothing",
        ],
    ),
    "a decision that asks": (
        "    rules:\n",
        "    ask: Well?\n    rules:\n",
        [
            "26:3 question-or-decision: `sort` must have both `ask` and `answers`, or neither",
            "  a question has both; a decision asks nothing",
        ],
    ),
    "no otherwise": (
        "{otherwise: true, then",
        "{if: {swollen: false}, then",
        [
            "26:3 no-otherwise: the decision `sort` has no `otherwise`",
            "  add a last rule, `- {otherwise: true, go: …}`",
        ],
    ),
    "otherwise not last": (
        "{if: {swollen: true, age: [0-15, 70+]}, then",
        "{otherwise: true, then",
        [
            "28:9 otherwise-not-last: the rules after this `otherwise` are never reached",
            "  move it to the end",
        ],
    ),
    "if and otherwise": (
        "{otherwise: true, then",
        "{otherwise: true, if: {swollen: true}, then",
        [
            "26:3 no-otherwise: the decision `sort` has no `otherwise`",
            "  add a last rule, `- {otherwise: true, go: …}`",
            "29:9 if-or-otherwise: the rule must have either `if` or `otherwise`",
            "  write `if: {…}`, or `otherwise: true` for the last rule",
        ],
    ),
    "a rule of two ways": (
        "{otherwise: true, then",
        "{otherwise: true, go: sort, then",
        [
            "29:9 several-ways-on: the rule has `go` and `then`; it needs exactly one of `go` and `then`",
            "  keep one of them",
        ],
    ),
    "loop": (
        "{otherwise: true, then: {disposition: Dx39, symptom_group: SG1119}}",
        "{otherwise: true, go: deformed}",
        [
            "9:3 question-loop: the questions run in a loop: `deformed` → `swelling` → `sort` → `deformed`",
            "  lead one of them on to an end",
        ],
    ),
    "loop of one": (
        "{otherwise: true, then: {disposition: Dx39, symptom_group: SG1119}}",
        "{otherwise: true, go: sort}",
        [
            "26:3 question-loop: the questions run in a loop: `sort` → `sort`",
            "  lead one of them on to an end",
        ],
    ),
    # conditions
    "unknown value": (
        "if: {swollen: true,",
        "if: {swolen: true,",
        [
            "28:10 unknown-value: nothing sets the value `swolen`",
            "  did you mean `swollen`?",
        ],
    ),
    "value of nothing alike": (
        "if: {swollen: true,",
        "if: {xyz: true,",
        [
            "28:10 unknown-value: nothing sets the value `xyz`",
            "  name a question, or a value that an answer sets",
        ],
    ),
    "answer never given": (
        "if: {swollen: true,",
        "if: {deformed: [no, yess],",
        [
            "28:10 unknown-answer: `deformed` is never `yess`",
            "  did you mean `yes`?",
        ],
    ),
    "value never set": (
        "if: {swollen: true,",
        "if: {swollen: maybe,",
        [
            "28:10 unknown-answer: `swollen` is never `maybe`",
            "  it can be: false, true",
        ],
    ),
    "answer that is like another": (
        "if: {deformed: yes, sex",
        "if: {deformed: not sure, sex",
        [
            "32:6 unknown-answer: `deformed` is never `not sure`",
            "  `not sure` is handled as `yes`: name that",
        ],
    ),
    "empty if": (
        "if: {deformed: yes, sex: female}",
        "if: {}",
        [
            "32:6 empty-if: the `if` names nothing",
            "  write what must hold, such as `if: {swollen: yes}`",
        ],
    ),
    "if of no value": (
        "if: {deformed: yes, sex: female}",
        "if: {deformed: []}",
        [
            "32:6 empty-if: the `if` names nothing",
            "  write what must hold, such as `if: {swollen: yes}`",
        ],
    ),
    "age of an if": (
        "age: [0-15, 70+]",
        "age: [0-15, old]",
        [
            "28:42 bad-age: `old` is not an age range",
            "  write `5-15`, `3m-4y` or `16+`",
        ],
    ),
    "sex of an if": (
        "sex: female}, at",
        "sex: fmale}, at",
        [
            "32:26 bad-sex: `fmale` is not a sex that rules state",
            "  did you mean `female`?",
        ],
    ),
    "sex of an if, not alike": (
        "sex: female}, at",
        "sex: x}, at",
        [
            "32:26 bad-sex: `x` is not a sex that rules state",
            "  write `female` or `male`",
        ],
    ),
    # names with a meaning
    "a question named age": (
        "  swelling:\n",
        "  age:\n",
        [
            "21:3 reserved-name: `age` has a meaning of its own here",
            "  give the question another name",
        ],
    ),
    "a question named continue": (
        "  swelling:\n",
        "  continue:\n",
        [
            "21:3 reserved-name: `continue` has a meaning of its own here",
            "  give the question another name",
        ],
    ),
    "setting the sex": (
        "set: {swollen: true}",
        "set: {swollen: true, sex: male}",
        [
            "24:9 reserved-name: `sex` is the patient's own",
            "  set a value of another name",
        ],
    ),
    "setting an answer": (
        "set: {swollen: true}",
        "set: {swollen: true, deformed: no}",
        [
            "24:9 reserved-name: `set` overwrites the answer to `deformed`",
            "  set a value of another name",
        ],
    ),
    # codes
    "unknown disposition": (
        "then: {disposition: Dx02",
        "then: {disposition: Dx2",
        [
            "15:9 unknown-disposition: there is no disposition `Dx2`",
            "  did you mean `Dx02`?",
        ],
    ),
    "unknown disposition raised to": (
        "at_least: Dx02",
        "at_least: Dx2",
        [
            "32:40 unknown-disposition: there is no disposition `Dx2`",
            "  did you mean `Dx02`?",
        ],
    ),
    "unknown disposition expected": (
        "expect: {disposition: Dx03",
        "expect: {disposition: Dx3",
        [
            "36:5 unknown-disposition: there is no disposition `Dx3`",
            "  did you mean `Dx03`?",
        ],
    ),
    "unknown disposition of advice": (
        "care_advice: {Dx39:",
        "care_advice: {Dx3939:",
        [
            "30:15 unknown-disposition: there is no disposition `Dx3939`",
            "  did you mean `Dx39`?",
        ],
    ),
    "no discriminator": (
        "{disposition: Dx02, discriminator: SD4052}",
        "{disposition: Dx02}",
        [
            "15:9 no-discriminator: `Dx02` is searched for, and has no symptom discriminator",
            "  add `discriminator: SD…`",
        ],
    ),
    "no symptom group": (
        "symptom_group: SG1107\n",
        "",
        [
            "14:9 no-symptom-group: `Dx02` is searched for, and has no symptom group",
            "  add `symptom_group: SG…` to the pathway",
            "27:49 no-symptom-group: `Dx03` is searched for, and has no symptom group",
            "  add `symptom_group: SG…` to the pathway",
        ],
    ),
    "raise without a discriminator": (
        "at_least: Dx02, discriminator: SD4052",
        "at_least: Dx02",
        [
            "32:5 raise-without-discriminator: the rule can raise `Dx39` to a disposition that needs a symptom discriminator",
            "  add `discriminator: SD…` to the rule",
        ],
    ),
    # red flags
    "weak red flag": (
        "then: {disposition: Dx02, discriminator: SD4052}",
        "then: {disposition: Dx05, discriminator: SD4052}",
        [
            "13:9 weak-red-flag: the red flag `yes` can end in less than an emergency: `deformed: yes` → Dx05",
            "  end it in an ambulance or emergency treatment",
        ],
    ),
    "weak red flag by a route": (
        "then: {disposition: Dx02, discriminator: SD4052}",
        "go: swelling",
        [
            "13:9 weak-red-flag: the red flag `yes` can end in less than an emergency: `deformed: yes` → `swelling: yes` → `sort: otherwise` → Dx39",
            "  end it in an ambulance or emergency treatment",
        ],
    ),
    "red flag that goes on": (
        "then: {disposition: Dx02, discriminator: SD4052}",
        "go: continue",
        [
            "13:9 weak-red-flag: the red flag `yes` can end in less than an emergency: `deformed: yes` → continue",
            "  end it in an ambulance or emergency treatment",
        ],
    ),
    "doubt handled as harmless": (
        "like: yes",
        "like: no",
        [
            "19:9 unsafe-not-sure: `not sure` to a question with a red flag is not handled as the alarming answer",
            "  write `like: yes`",
        ],
    ),
    "doubt that leads on": (
        "like: yes",
        "go: swelling",
        [
            "19:9 unsafe-not-sure: `not sure` to a question with a red flag is not handled as the alarming answer",
            "  write `like: yes`",
        ],
    ),
    # pathways asked first
    "unknown first": (
        "start: deformed",
        "first: [emergncy-check]\nstart: deformed",
        [
            "7:9 unknown-pathway: there is no pathway `emergncy-check`",
            "  did you mean `emergency-check`?",
        ],
    ),
    "first of nothing alike": (
        "start: deformed",
        "first: [x]\nstart: deformed",
        [
            "7:9 unknown-pathway: there is no pathway `x`",
            "  write its file, or delete it here",
        ],
    ),
    "first twice": (
        "start: deformed",
        "first: [emergency-check, emergency-check]\nstart: deformed",
        [
            "7:26 first-twice: `emergency-check` is asked first twice",
            "  keep one of them",
        ],
    ),
    "itself first": (
        "start: deformed",
        "first: [wrist-injury]\nstart: deformed",
        [
            "7:9 first-of-first: `wrist-injury` is asked first, and asks others first itself",
            "  name them all here, in order",
        ],
    ),
}


@pytest.mark.parametrize(("written", "instead", "expected"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_told_at_its_place_and_leaves_its_pathway_out(
    written: str, instead: str, expected: list[str], tmp_path: Path, reference: Reference
) -> None:
    assert SOUND.count(written) >= 1
    loaded = load(tmp_path, reference, wrist_injury=SOUND.replace(written, instead, 1), emergency_check=SHARED)
    assert told([problem for problem in loaded.problems if problem.is_error]) == expected
    assert list(loaded.pathways) == ["emergency-check"], "another pathway is not hidden"
    assert list(loaded.left_out) == ["wrist-injury"], "and it is named"


WARNINGS = {
    "symptom group": (
        "symptom_group: SG1107",
        "symptom_group: SG11070",
        [
            "4:1 unlisted-symptom: the reference does not list the symptom group `SG11070`",
            "  did you mean `SG1107`?",
        ],
    ),
    "discriminator": (
        "SD4052}",
        "SD77}",
        [
            "15:9 unlisted-symptom: the reference does not list the symptom discriminator `SD77`",
            "  it is routed all the same",
        ],
    ),
    "never reached": (
        "  sort:\n",
        "  spare:\n    ask: Well?\n    answers: [{say: yes, go: sort}]\n  sort:\n",
        [
            "26:3 question-never-reached: nothing leads to `spare`",
            "  lead to it, or delete it",
        ],
    ),
    "an empty key": (
        "care_advice: {Dx39: [Keep it raised.], Dx03: Do not eat.}",
        "care_advice:",
        [
            "30:1 empty-value: `care_advice` is empty and counts as not stated",
            "  give a value, or delete the line",
        ],
    ),
}


@pytest.mark.parametrize(("written", "instead", "expected"), WARNINGS.values(), ids=WARNINGS)
def test_what_is_merely_unwise_is_a_warning(
    written: str, instead: str, expected: list[str], tmp_path: Path, reference: Reference
) -> None:
    loaded = load(tmp_path, reference, wrist_injury=SOUND.replace(written, instead, 1))
    assert told(loaded.problems) == expected
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
    assert told(loaded.problems)[-1] == (
        "37:9 first-left-out: `wrist-injury` cannot be asked: it asks `emergency-check` first, which has errors"
        " (correct pathways/emergency-check.yaml:2:1)"
    )


def test_one_asked_first_must_go_on_to_others(tmp_path: Path, reference: Reference) -> None:
    ends = SHARED.replace("{say: yes, go: continue}", "{say: yes, then: {disposition: Dx39}}").split("examples:")[0]
    loaded = load(tmp_path, reference, emergency_check=ends, wrist_injury=f"{SOUND}first: [emergency-check]\n")
    assert told(loaded.problems) == [
        "37:9 first-never-continues: `emergency-check` is asked first, and never goes on to another (let it `go: continue` where nothing alarms)"
    ]
    assert list(loaded.pathways) == ["emergency-check"]


def test_a_file_that_is_not_yaml_leaves_out_what_it_is_named_for(tmp_path: Path, reference: Reference) -> None:
    asking = f"{SOUND}first: [emergency-check]\n"
    loaded = load(tmp_path, reference, emergency_check="a: [", wrist_injury=asking)
    assert sorted(loaded.left_out) == ["emergency-check", "wrist-injury"]
    assert [problem.rule for problem in loaded.problems] == ["yaml-syntax", "first-left-out"]


def test_an_id_given_twice_leaves_out_both(tmp_path: Path, reference: Reference) -> None:
    loaded = load(tmp_path, reference, a=SOUND, b=SOUND)
    assert dict(loaded.pathways) == {}
    assert told(loaded.problems) == [
        "2:1 duplicate-id: the id `wrist-injury` is given twice, first at pathways/a.yaml:2:1 (give each pathway an id of its own)"
    ]


def test_a_file_without_an_id_is_named_after_its_file(tmp_path: Path, reference: Reference) -> None:
    loaded = load(tmp_path, reference, wrist=SOUND.replace("id: wrist-injury\n", ""))
    assert {name: str(at) for name, at in loaded.left_out.items()} == {"wrist": "pathways/wrist.yaml:1:1"}


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

"""Triage: answers lead to the next question or the one end, by a function that keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from dos_router.diagnostics import Location
from dos_router.loading.pathways import load_pathways
from dos_router.model.pathway import Choice, GoTo, Like, Pathway, Patient, Question
from dos_router.reference import Reference, load_reference
from dos_router.routing.triage import Asking, Ended, Passed, Refused, Result, advance, advance_alone, walk_through

CHECK = """\
format: 1
id: emergency-check
title: Emergency check
start: awake
questions:
  awake:
    ask: Are they awake?
    answers:
      - {say: yes, go: bleeding}
      - {say: no, red_flag: true, then: {disposition: Dx0102}}
      - {say: not sure, like: no}
  bleeding:
    ask: Is there bleeding?
    answers:
      - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
      - {say: a little, go: continue}
      - {say: no, go: continue}
always:
  - {if: {bleeding: a little, age: 80+}, at_least: Dx03, discriminator: SD4050}
care_advice: {Dx0102: Stay with them.}
"""

PREGNANT = """\
format: 1
id: pregnancy-check
title: Pregnancy check
symptom_group: SG1001
for: {ages: 12-55, sexes: [female]}
start: pregnant
questions:
  pregnant:
    ask: Are you pregnant?
    answers:
      - {say: yes, then: {disposition: Dx05, discriminator: SD4112, symptom_group: SG1005}}
      - {say: perhaps, then: {disposition: Dx05, discriminator: SD4112}}
      - {say: no, go: deformed}
  deformed:
    ask: Is the bump bent?
    answers:
      - {say: yes, go: continue}
      - {say: no, go: continue}
"""

WRIST = """\
format: 1
id: wrist-injury
title: Wrist injury
symptom_group: SG1107
for: {ages: 5+}
first: [emergency-check, pregnancy-check]
start: deformed
questions:
  deformed:
    ask: Is it bent?
    answers:
      - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
      - {say: no, go: swelling}
      - {say: not sure, like: yes}
  swelling:
    ask: Is it swollen?
    answers:
      - {say: yes, set: {swollen: true}, go: sort}
      - {say: no, set: {swollen: false}, go: sort}
      - {say: not sure, like: yes}
  sort:
    rules:
      - {if: {swollen: true, age: 0-15}, then: {disposition: Dx03, discriminator: SD4052}}
      - {if: {swollen: true, sex: male}, then: {disposition: Dx05, discriminator: SD4003}}
      - {if: {swelling: yes}, go: use}
      - {otherwise: true, then: {disposition: Dx39}}
  use:
    ask: Can you use it?
    answers:
      - {say: yes, then: {disposition: Dx08, discriminator: SD4020}}
      - {say: no, then: {disposition: Dx05, discriminator: [SD4003, SD4020]}}
always:
  - {if: {swollen: false, age: 70+, sex: female}, at_least: Dx08, discriminator: SD4020}
  - {if: {swollen: false, age: 90+}, at_least: Dx05, discriminator: SD4003}
  - {if: {deformed: yes, age: 5+}, at_least: Dx02, discriminator: SD4050}
care_advice: {Dx0102: Never shown., Dx39: [Rest it.], Dx05: [Raise it., Call back if worse.]}
examples:
  - patient: {age: 34}
    answers: {deformed: yes}
    expect: {disposition: Dx02}
"""

PASSED = {("emergency-check", "awake"): "yes", ("emergency-check", "bleeding"): "no"}
MAN, WOMAN = Patient(12418, "male"), Patient(12418, "female")
UNKNOWN = Patient(12418)
BOY, OLD_WOMAN, OLDEST = Patient(3000, "male"), Patient(28000, "female"), Patient(34000, "female")


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()[0]


@pytest.fixture(scope="module")
def pathways(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Mapping[str, Pathway]:
    folder = tmp_path_factory.mktemp("pathways")
    for name, text in (("emergency-check", CHECK), ("pregnancy-check", PREGNANT), ("wrist-injury", WRIST)):
        (folder / f"{name}.yaml").write_text(text)
    loaded = load_pathways(folder, reference)
    assert loaded.problems == []
    return loaded.pathways


@pytest.fixture(scope="module")
def triage(pathways: Mapping[str, Pathway], reference: Reference) -> Any:
    """Return a function that advances the wrist pathway: patient, then `question=answer`."""

    def go(
        patient: Patient, *, first: Mapping[tuple[str, str], str] = PASSED, **answers: str
    ) -> Asking | Ended | Refused:
        said = {**first, **{("wrist-injury", name): said for name, said in answers.items()}}
        return advance(pathways, "wrist-injury", patient, answers=said, reference=reference)

    return go


def end(came: object) -> Result:
    assert isinstance(came, Ended)
    return came.result


def asked(came: object) -> str:
    assert isinstance(came, Asking)
    return f"{came.pathway.id}/{came.question.id}"


def test_without_answers_the_pathways_named_first_are_asked_first(triage: Any) -> None:
    assert asked(triage(MAN, first={})) == "emergency-check/awake"


def test_each_answer_leads_to_the_next_question(triage: Any) -> None:
    assert asked(triage(MAN)) == "wrist-injury/deformed"
    assert asked(triage(MAN, deformed="no")) == "wrist-injury/swelling"


@pytest.mark.parametrize(
    ("patient", "next_question"),
    [
        (WOMAN, "pregnancy-check/pregnant"),
        (MAN, "wrist-injury/deformed"),
        (BOY, "wrist-injury/deformed"),
        (OLD_WOMAN, "wrist-injury/deformed"),
        (UNKNOWN, "pregnancy-check/pregnant"),
    ],
)
def test_a_first_pathway_that_does_not_fit_the_patient_is_passed_over(
    triage: Any, patient: Patient, next_question: str
) -> None:
    assert asked(triage(patient)) == next_question


@pytest.mark.parametrize(
    ("patient", "answers", "disposition", "discriminators"),
    [
        (MAN, {"deformed": "yes"}, "Dx02", ("SD4052",)),
        (MAN, {"deformed": "no", "swelling": "no"}, "Dx39", ()),
        (MAN, {"deformed": "no", "swelling": "yes"}, "Dx05", ("SD4003",)),
        (BOY, {"deformed": "no", "swelling": "yes"}, "Dx03", ("SD4052",)),
        (OLD_WOMAN, {"deformed": "no", "swelling": "yes", "use": "no"}, "Dx05", ("SD4003", "SD4020")),
        (OLD_WOMAN, {"deformed": "no", "swelling": "yes", "use": "yes"}, "Dx08", ("SD4020",)),
    ],
)
def test_answers_come_to_one_end(
    triage: Any, patient: Patient, answers: dict[str, str], disposition: str, discriminators: object
) -> None:
    result = end(triage(patient, **answers))
    assert (result.disposition, result.symptom_group, result.discriminators) == (disposition, "SG1107", discriminators)
    assert result.raised is None


def test_the_trail_tells_each_step_with_its_line(triage: Any) -> None:
    result = end(triage(MAN, deformed="no", swelling="not sure"))
    assert [(taken.pathway, taken.step, taken.said, taken.counted_as, taken.at.line) for taken in result.steps] == [
        ("emergency-check", "awake", "yes", "yes", 9),
        ("emergency-check", "bleeding", "no", "no", 17),
        ("wrist-injury", "deformed", "no", "no", 13),
        ("wrist-injury", "swelling", "not sure", "yes", 20),
        ("wrist-injury", "sort", "swollen is true and sex is male", "swollen is true and sex is male", 24),
    ]
    assert [taken.asked for taken in result.steps][-2:] == ["Is it swollen?", None]
    assert result.decided == result.steps[-1].at
    assert result.pathway == result.ended_in == "wrist-injury"


def test_values_are_each_pathways_own(triage: Any) -> None:
    result = end(triage(MAN, deformed="no", swelling="not sure"))
    assert result.values == {
        "emergency-check": {"awake": "yes", "bleeding": "no"},
        "wrist-injury": {"deformed": "no", "swelling": "yes", "swollen": "true"},
    }


def test_not_sure_is_handled_as_the_answer_it_is_like_and_recorded(triage: Any) -> None:
    sure, unsure = end(triage(MAN, deformed="yes")), end(triage(MAN, deformed="not sure"))
    assert (unsure.disposition, unsure.values, unsure.steps[-1].red_flag) == (sure.disposition, sure.values, True)
    assert [taken.step for taken in unsure.not_sure] == ["deformed"]
    assert sure.not_sure == ()


def test_an_otherwise_is_told_as_such(triage: Any) -> None:
    assert end(triage(MAN, deformed="no", swelling="no")).steps[-1].said == "otherwise"


def test_care_advice_is_of_the_disposition_come_to(triage: Any) -> None:
    assert end(triage(MAN, deformed="no", swelling="no")).care_advice == ("Rest it.",)
    assert end(triage(MAN, deformed="yes")).care_advice == ()


def test_a_pathway_asked_first_may_end_it_all(triage: Any) -> None:
    result = end(triage(MAN, first={("emergency-check", "awake"): "no"}))
    assert (result.pathway, result.ended_in, result.disposition) == ("wrist-injury", "emergency-check", "Dx0102")
    assert result.symptom_group == "SG1107", "it has none of its own"
    assert result.care_advice == ("Stay with them.",), "its own, not the chosen pathway's"


def test_an_end_may_have_a_symptom_group_of_its_own(triage: Any) -> None:
    result = end(triage(WOMAN, first={**PASSED, ("pregnancy-check", "pregnant"): "yes"}))
    assert (result.disposition, result.symptom_group, result.discriminators) == ("Dx05", "SG1005", ("SD4112",))
    assert result.care_advice == ("Raise it.", "Call back if worse."), (
        "the chosen pathway's, for it has none of its own"
    )


def test_an_end_takes_the_symptom_group_of_the_pathway_it_is_in(triage: Any) -> None:
    result = end(triage(WOMAN, first={**PASSED, ("pregnancy-check", "pregnant"): "perhaps"}))
    assert (result.pathway, result.ended_in, result.symptom_group) == ("wrist-injury", "pregnancy-check", "SG1001")


def test_questions_of_one_name_in_two_pathways_are_two_questions(triage: Any) -> None:
    passed = {**PASSED, ("pregnancy-check", "pregnant"): "no"}
    assert asked(triage(WOMAN, first=passed, deformed="yes")) == "pregnancy-check/deformed"
    both = {**passed, ("pregnancy-check", "deformed"): "yes"}
    assert asked(triage(WOMAN, first=both)) == "wrist-injury/deformed"
    assert asked(triage(WOMAN, first=both, deformed="no")) == "wrist-injury/swelling"


def test_a_safety_rule_leaves_an_end_that_is_urgent_enough_as_it_is(triage: Any) -> None:
    result = end(triage(MAN, deformed="yes"))
    assert (result.disposition, result.discriminators, result.raised) == ("Dx02", ("SD4052",), None)


def test_a_safety_rule_raises_a_less_urgent_end(triage: Any) -> None:
    result = end(triage(OLD_WOMAN, deformed="no", swelling="no"))
    assert (result.disposition, result.discriminators) == ("Dx08", ("SD4020",))
    assert result.raised is not None
    assert (result.raised.instead_of.disposition, result.raised.pathway) == ("Dx39", "wrist-injury")
    assert result.decided.line == 33


def test_a_safety_rule_on_one_sex_leaves_the_other_alone(triage: Any) -> None:
    result = end(triage(replace(OLD_WOMAN, sex="male"), deformed="no", swelling="no"))
    assert (result.disposition, result.raised) == ("Dx39", None)


def test_of_several_safety_rules_the_most_urgent_raises(triage: Any) -> None:
    result = end(triage(OLDEST, deformed="no", swelling="no"))
    assert (result.disposition, result.decided.line) == ("Dx05", 34)
    assert result.care_advice == ("Raise it.", "Call back if worse."), "of the disposition raised to"


def test_a_safety_rule_never_lowers_an_end(triage: Any) -> None:
    bled = {**PASSED, ("emergency-check", "bleeding"): "a little"}
    result = end(triage(OLDEST, first=bled, deformed="yes"))
    assert (result.disposition, result.raised) == ("Dx02", None)


def test_a_safety_rule_moves_no_emergency_to_lesser_care_however_soon(triage: Any) -> None:
    """Dx03 is an emergency within four hours, Dx05 primary care within two."""
    urgent = {**PASSED, ("emergency-check", "bleeding"): "a little"}
    result = end(triage(OLDEST, first=urgent, deformed="no", swelling="yes", use="no"))
    assert (result.disposition, result.raised.instead_of.disposition) == ("Dx03", "Dx05")


def test_the_safety_rules_of_pathways_asked_first_hold_to_the_end(triage: Any) -> None:
    bled = {**PASSED, ("emergency-check", "bleeding"): "a little"}
    result = end(triage(OLDEST, first=bled, deformed="no", swelling="yes", use="yes"))
    assert (result.disposition, result.discriminators) == ("Dx03", ("SD4020",)), "the end keeps its discriminators"
    assert result.raised is not None
    assert result.raised.pathway == "emergency-check"


def test_of_an_indeterminate_patient_no_rule_on_sex_holds_but_every_safety_rule(triage: Any) -> None:
    passed = {**PASSED, ("pregnancy-check", "pregnant"): "no", ("pregnancy-check", "deformed"): "no"}
    assert asked(triage(UNKNOWN, first=passed, deformed="no", swelling="yes")) == "wrist-injury/use"
    result = end(triage(replace(OLD_WOMAN, sex="indeterminate"), first=passed, deformed="no", swelling="no"))
    assert (result.disposition, result.decided.line) == ("Dx08", 33)


def test_an_answer_that_is_not_offered_is_named_and_asked_again(triage: Any) -> None:
    came = triage(MAN, deformed="maybe", swelling="yes")
    assert asked(came) == "wrist-injury/deformed"
    assert came.unfit == "maybe"
    assert [taken.step for taken in came.so_far] == ["awake", "bleeding"]
    assert triage(MAN).unfit is None


def test_answers_to_questions_not_come_to_change_nothing(triage: Any) -> None:
    assert triage(MAN, deformed="yes", swelling="no", nonsense="x") == triage(MAN, deformed="yes")


def test_a_patient_for_whom_it_is_not_is_refused(triage: Any) -> None:
    came = triage(Patient(100))
    assert isinstance(came, Refused)
    assert came.reason == "`wrist-injury` is for ages 5+ only"


def test_a_patient_of_the_wrong_sex_is_refused(pathways: Mapping[str, Pathway], reference: Reference) -> None:
    only_women = {**pathways, "wrist-injury": replace(pathways["wrist-injury"], sexes=frozenset({"female"}))}
    came = advance(only_women, "wrist-injury", MAN, answers={}, reference=reference)
    assert isinstance(came, Refused)
    assert came.reason == "`wrist-injury` is for female patients only"
    assert isinstance(advance(only_women, "wrist-injury", UNKNOWN, answers={}, reference=reference), Asking), (
        "asked in doubt"
    )


def test_a_pathway_only_asked_before_others_is_refused_by_itself(
    pathways: Mapping[str, Pathway], reference: Reference
) -> None:
    came = advance(pathways, "emergency-check", MAN, answers={}, reference=reference)
    assert isinstance(came, Refused)
    assert came.reason == "`emergency-check` is only asked before other pathways"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "asks awake"),
        ({"awake": "perhaps"}, "asks awake, not perhaps"),
        ({"awake": "not sure"}, "ends in Dx0102"),
        ({"awake": "yes", "bleeding": "a little"}, "passed after 2"),
    ],
)
def test_a_pathway_asked_first_can_be_asked_by_itself(
    pathways: Mapping[str, Pathway], reference: Reference, answers: dict[str, str], expected: str
) -> None:
    said = {("emergency-check", name): text for name, text in answers.items()} | {("wrist-injury", "awake"): "no"}
    came = advance_alone(pathways["emergency-check"], OLDEST, answers=said, reference=reference)
    if isinstance(came, Asking):
        assert expected == f"asks {came.question.id}" + (f", not {came.unfit}" if came.unfit else "")
    elif isinstance(came, Ended):
        assert expected == f"ends in {came.result.disposition}"
    else:
        assert isinstance(came, Passed)
        assert expected == f"passed after {len(came.so_far)}"


def test_a_pathway_that_is_not_there_is_our_own_fault(pathways: Mapping[str, Pathway], reference: Reference) -> None:
    with pytest.raises(KeyError):
        advance(pathways, "elbow", MAN, answers={}, reference=reference)


HERE = Location("x.yaml", 1, 1)


def made(*choices: Choice) -> Pathway:
    question = Question(id="a", ask="?", choices=choices, at=HERE)
    return Pathway(id="made", title="Made by hand", start="a", steps={"a": question}, at=HERE)


def test_a_loop_that_loading_would_refuse_is_not_walked_for_ever() -> None:
    looped = made(Choice(say="yes", leads=GoTo("a", HERE), at=HERE))
    with pytest.raises(ValueError, match="'made' runs in a loop"):
        walk_through(looped, MAN, {"a": "yes"})


def test_an_answer_like_one_that_leads_nowhere_ends_nothing() -> None:
    lost = made(Choice(say="yes", leads=Like("no", HERE), at=HERE))
    walk = walk_through(lost, MAN, {"a": "yes"})
    assert (walk.stop, walk.unfit) == (lost.steps["a"], "yes")

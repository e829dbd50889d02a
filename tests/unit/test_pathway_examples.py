"""Examples are run: a true one says nothing, a false one tells what came, by what route and which line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dos_router.loading.pathways import load_pathways
from dos_router.reference import load_reference
from dos_router.routing.pathway_examples import run_examples

CHECK = """\
format: 1
id: check
title: Emergency check
start: awake
questions:
  awake:
    ask: Are they awake?
    answers:
      - {say: yes, go: continue}
      - {say: no, red_flag: true, then: {disposition: Dx0102}}
"""

WRIST = """\
format: 1
id: wrist
title: Wrist injury
symptom_group: SG1107
for: {ages: 5+}
first: [check]
start: bent
questions:
  bent:
    ask: Is it bent?
    answers:
      - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
      - {say: no, go: sort}
      - {say: not sure, like: yes}
  sort:
    rules:
      - {if: {age: 0-15}, then: {disposition: Dx05, discriminator: [SD4003, SD4020]}}
      - {otherwise: true, go: use}
  use:
    ask: Can you use it?
    answers:
      - {say: yes, then: {disposition: Dx39}}
      - {say: no, then: {disposition: Dx08, discriminator: SD4003}}
always:
  - {if: {age: 90+}, at_least: Dx05, discriminator: SD4003}
"""

Run = Callable[..., list[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs one example of the wrist pathway, or of the check."""
    reference, _ = load_reference()

    def go(patient: str, answers: str, expect: str, *, of: str = "wrist") -> list[str]:
        example = f"examples:\n  - {{patient: {{{patient}}}, answers: {{{answers}}}, expect: {expect}}}\n"
        (tmp_path / "check.yaml").write_text(CHECK + (example if of == "check" else ""))
        (tmp_path / "wrist.yaml").write_text(WRIST + (example if of == "wrist" else ""))
        loaded = load_pathways(tmp_path, reference)
        assert loaded.problems == []
        found = run_examples(loaded.pathways, reference)
        assert all(each.location and each.location.column == len("  - ") + 1 for each in found)
        return [
            line for each in found for line in (f"{each.severity} {each.rule}", each.message, each.help or "no help")
        ]

    return go


@pytest.mark.parametrize(
    ("patient", "answers", "expect"),
    [
        ("age: 34", "bent: yes", "{disposition: Dx02, discriminator: SD4052, symptom_group: SG1107}"),
        ("age: 34", "bent: not sure", "{disposition: Dx02}"),
        ("age: 34", "bent: no, use: yes", "{disposition: Dx39}"),
        ("age: 7", "bent: no", "{disposition: Dx05, discriminator: [SD4020, SD4003]}"),
        ("age: 90", "bent: no, use: yes", "{disposition: Dx05, discriminator: SD4003}"),
    ],
)
def test_a_true_example_says_nothing(run: Run, patient: str, answers: str, expect: str) -> None:
    assert run(patient, answers, expect) == []


def test_an_example_of_a_pathway_asked_first_may_expect_to_continue(run: Run) -> None:
    assert run("age: 34", "awake: yes", "continue", of="check") == []


@pytest.mark.parametrize(
    ("expect", "described"),
    [
        ("{disposition: Dx03}", "`Dx03`"),
        ("{disposition: Dx39, discriminator: SD4003}", "`Dx39` `SD4003`"),
        ("{disposition: Dx39, symptom_group: SG1119}", "`Dx39` `SG1119`"),
        ("continue", "`continue`"),
    ],
)
def test_another_end_is_told_with_its_route_and_the_line_that_decided(run: Run, expect: str, described: str) -> None:
    folder_line = "wrist.yaml:22:9 decided"
    rule, message, cure = run("age: 34", "bent: no, use: yes", expect)
    assert (rule, message) == (
        "error example-fails",
        f"the example expects {described}, and comes to `Dx39` `SG1107`",
    )
    assert cure.startswith("its route was bent: no → sort: otherwise → use: yes; ")
    assert cure.endswith(folder_line)


def test_a_safety_rule_is_named_where_it_decided(run: Run) -> None:
    _, message, cure = run("age: 90", "bent: no, use: yes", "{disposition: Dx39}")
    assert message == "the example expects `Dx39`, and comes to `Dx05` `SG1107` `SD4003`"
    assert cure.endswith("wrist.yaml:25:5 decided")


def test_going_on_where_an_end_is_expected_is_told_with_its_route(run: Run) -> None:
    _, message, cure = run("age: 34", "awake: yes", "{disposition: Dx0102}", of="check")
    assert message == "the example expects `Dx0102`, and comes to `continue`"
    assert cure.startswith("its route was awake: yes; ")
    assert cure.endswith("check.yaml:9:9 decided")


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("bent: no", "the example has no answer to `use`, which is asked"),
        ("bent: no, use: maybe", "the example answers `maybe` to `use`, which does not offer that"),
    ],
)
def test_an_example_that_stops_at_a_question_is_told(run: Run, answers: str, message: str) -> None:
    assert run("age: 34", answers, "{disposition: Dx39}") == ["error example-fails", message, "its answers: yes, no"]


def test_an_answer_to_a_question_that_is_not_asked_is_a_warning(run: Run) -> None:
    assert run("age: 34", "bent: yes, use: no", "{disposition: Dx02}") == [
        "warning example-answer-unused",
        "the example answers `use`, which is not asked",
        "delete the answer, or change those before it",
    ]


def test_a_patient_that_the_pathway_is_not_for_is_told(run: Run) -> None:
    assert run("age: 4", "bent: yes", "{disposition: Dx02}") == [
        "error example-fails",
        "the patient is none that the pathway is for",
        "change the patient, or `for`",
    ]

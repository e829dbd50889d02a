"""Each check says why it matters, and its failing and passing examples do fail and pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rule_examples import example, told

import dos_router.checks
from dos_router.checks.catalogue import BY_NAME, RULES
from dos_router.checks.rule import Rule

FOLDER = Path(dos_router.checks.__file__).parent
NOT_CHECKS = {"__init__.py"}

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@each_rule
def test_a_failing_example_fails_with_its_severity_and_a_cure(rule: Rule, tmp_path: Path) -> None:
    found = told(rule, tmp_path, example(rule, "Fails"))
    assert found
    assert {one.severity for one in found} == {rule.severity}
    assert all(one.help for one in found)
    assert all(one.message[0] != one.message[0].upper() or one.message[0] in "`0123456789" for one in found)
    assert not any(one.message.endswith(".") for one in found)


@each_rule
def test_a_passing_example_passes(rule: Rule, tmp_path: Path) -> None:
    assert told(rule, tmp_path, example(rule, "Passes")) == []


@each_rule
def test_an_explanation_says_what_and_why(rule: Rule) -> None:
    what, why, *_ = rule.explanation.split("\n\n")
    assert what.endswith(".")
    assert "\n" not in what
    assert len(why.split()) >= 15


def test_every_check_is_listed_once() -> None:
    found = (path for path in FOLDER.glob("*/*.py") if path.parent.name != "kept")  # which holds none
    files = {path for path in found if path.name not in NOT_CHECKS and not path.name.startswith("_")}
    listed = {(rule.category, rule.name) for rule in RULES}
    assert listed == {(path.parent.name, path.stem.replace("_", "-")) for path in files}
    assert len(BY_NAME) == len(RULES)


def test_names_are_kebab_case_without_a_code() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule.name) for rule in RULES)

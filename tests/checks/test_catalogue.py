"""Each check says why it matters, and its failing and passing examples do fail and pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rule_examples import example, subject_of, told

import dos_router.checks
from dos_router.checks.catalogue import BY_NAME, RULES
from dos_router.checks.rule import Rule
from dos_router.checks.subject import file_of

FOLDER = Path(dos_router.checks.__file__).parent
NOT_CHECKS = {"__init__.py"}
_ID = re.compile(r"\bid: ([a-z0-9-]+)")

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


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.by_file], ids=lambda rule: rule.name)
def test_a_check_of_single_files_finds_in_each_what_it_finds_in_all(rule: Rule, tmp_path: Path) -> None:
    """The failing example stands twice, under other ids: neither file hides or adds anything in the other."""
    one = example(rule, "Fails")
    files = {name: text for name, text in one.files.items() if name.startswith("services/")}
    assert files, "an example of services"
    twice = {name.replace(".", "-too."): _ID.sub(r"id: \1-too", text) for name, text in files.items()}
    subject = subject_of(one._replace(files=one.files | twice), tmp_path)
    every = {*subject.text_files, *(file_of(service.at) for service in subject.services)}
    apart = {file: list(rule.look_at(subject.leaving_out(every - {file}))) for file in every}
    assert all(found.location and file_of(found.location) == file for file, some in apart.items() for found in some)
    assert sorted(found for some in apart.values() for found in some) == sorted(rule.look_at(subject))
    assert list(rule.look_at(subject.leaving_out(every))) == []
    assert sum(bool(some) for some in apart.values()) > 1 or not any(
        file.file.startswith("services/") for file, some in apart.items() if some
    )


def test_every_check_is_listed_once() -> None:
    found = (path for path in FOLDER.glob("*/*.py") if path.parent.name != "kept")  # which holds none
    files = {path for path in found if path.name not in NOT_CHECKS and not path.name.startswith("_")}
    listed = {(rule.category, rule.name) for rule in RULES}
    assert listed == {(path.parent.name, path.stem.replace("_", "-")) for path in files}
    assert len(BY_NAME) == len(RULES)


def test_names_are_kebab_case_without_a_code() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule.name) for rule in RULES)

"""`accepted:` lists: what they answer for, for how long, and what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dos_router.cli.app import app

MIDNIGHT = "midnight-as-23-59"


def checked(*arguments: str, on: str = "2026-11-21") -> dict[str, Any]:
    result = CliRunner().invoke(app, ["check", "--on", on, "--json", *arguments])
    return dict(json.loads(result.stdout))


def rules(found: dict[str, Any]) -> list[str]:
    """Return the rules that were found of those that these tests are about."""
    ours = [one["rule"] for one in found["findings"]]
    return sorted(rule for rule in ours if rule == MIDNIGHT or rule.startswith("accepted-"))


def entry(rule: str = MIDNIGHT, until: str = "2027-01-01") -> str:
    return f"- {{rule: {rule}, reason: the till shuts, by: Shore, until: {until}}}"


def add(path: Path, text: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}{text}", encoding="utf-8")


@pytest.fixture
def shore(coast: Path) -> Path:
    return coast / "directories/coast/services/shore.yaml"


def test_a_service_answers_for_itself(shore: Path) -> None:
    assert rules(checked()) == [MIDNIGHT]
    add(shore, f"    accepted:\n      {entry()}\n")
    found = checked()
    assert rules(found) == []
    (one,) = found["accepted"]
    assert (one["finding"]["rule"], one["finding"]["line"]) == (MIDNIGHT, 6)
    assert {key: one[key] for key in ("reason", "by", "until", "at")} == {
        "reason": "the till shuts", "by": "Shore", "until": "2027-01-01",
        "at": "directories/coast/services/shore.yaml:8:9",
    }  # fmt: skip


def test_it_does_not_answer_for_its_neighbour(shore: Path) -> None:
    add(shore, f"    accepted:\n      {entry()}\n")
    add(shore, "  - {id: hill-pharmacy, name: Hill Pharmacy, type: pharmacy, opening: 10:00-23:59}\n")
    found = checked()
    assert rules(found) == [MIDNIGHT]
    assert [one["line"] for one in found["findings"] if one["rule"] == MIDNIGHT] == [9]


@pytest.mark.parametrize("where", ["services/shore.yaml", "directory.yaml"])
def test_a_file_answers_for_its_services_and_a_directory_for_its_files(shore: Path, where: str) -> None:
    add(shore, "  - {id: hill-pharmacy, name: Hill Pharmacy, type: pharmacy, opening: 10:00-23:59}\n")
    add(shore.parents[1] / where, f"accepted:\n  {entry()}\n")
    found = checked()
    assert rules(found) == []
    assert len(found["accepted"]) == 2


def test_another_file_does_not(shore: Path) -> None:
    add(shore.parent / "example-provider.yaml", f"accepted:\n  {entry()}\n")
    assert rules(checked()) == ["accepted-unused", MIDNIGHT]


def test_the_nearest_answers_and_the_other_is_unused(shore: Path) -> None:
    add(shore, f"    accepted:\n      {entry()}\naccepted:\n  {entry()}\n")
    found = checked()
    assert rules(found) == ["accepted-unused"]
    assert next(one["line"] for one in found["findings"] if one["rule"] == "accepted-unused") == 10


@pytest.mark.parametrize(("on", "told"), [("2027-01-01", []), ("2027-01-02", ["accepted-expired", MIDNIGHT])])
def test_its_last_day_counts(shore: Path, on: str, told: list[str]) -> None:
    add(shore, f"    accepted:\n      {entry()}\n")
    assert rules(checked(on=on)) == told


def test_an_unknown_rule_is_told_with_the_nearest(shore: Path) -> None:
    add(shore, f"    accepted:\n      {entry('midnight-as-2359')}\n")
    found = checked()
    assert rules(found) == ["accepted-unknown-rule", MIDNIGHT]
    one = next(one for one in found["findings"] if one["rule"] == "accepted-unknown-rule")
    assert (one["message"], one["help"]) == ("there is no rule `midnight-as-2359`", f"did you mean `{MIDNIGHT}`?")


def test_what_refuses_a_record_cannot_be_accepted(shore: Path) -> None:
    add(shore, f"    phon: 999\n    accepted:\n      {entry('unknown-key')}\n")
    found = checked()
    told = {one["rule"]: one["message"] for one in found["findings"]}
    assert found["counts"]["error"] == 1
    assert told["accepted-unused"] == "`unknown-key` refuses the record, and cannot be accepted"
    assert found["directories"][0]["quarantined"] == ["shore-pharmacy"]


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("accepted: [{rule: a, reason: b, until: 2027-01-01}]", "missing-key"),
        ("accepted: [{rule: a, reason: b, by: c}]", "missing-key"),
        ("accepted: [{rule: a, reason: b, by: c, until: spring}]", "bad-date"),
        ("accepted: [{rule: Not a name, reason: b, by: c, until: 2027-01-01}]", "bad-name"),
        ("accepted: [{rule: a, reason: b, by: c, until: 2027-01-01, from: 2026-01-01}]", "unknown-key"),
        ("accepted: yes", "wrong-kind"),
        ("accepted: [yes]", "wrong-kind"),
    ],
)
def test_an_entry_must_be_whole(shore: Path, written: str, rule: str) -> None:
    add(shore, f"    {written}\n")
    found = checked()
    assert [one["rule"] for one in found["findings"] if one["severity"] == "error"] == [rule]


def test_lists_may_stand_in_every_kind_of_file(coast: Path) -> None:
    folder = coast / "directories/coast"
    unused = entry("ranked-twice")
    for path in ("directory.yaml", "policy.yaml", "services/shore.yaml", "../../pathways/wrist-injury.yaml"):
        add(folder / path, f"accepted:\n  {unused}\n")
    add(folder / "profiles.yaml", f"  accepted: [{unused[2:]}]\n")
    policy = folder / "policy.yaml"
    text = policy.read_text(encoding="utf-8").replace("at_least: 1}", f"at_least: 1, accepted: [{unused[2:]}]}}")
    policy.write_text(text, encoding="utf-8")
    found = checked()
    assert found["counts"]["error"] == 0
    at = [Path(one["file"]).name for one in found["findings"] if one["rule"] == "accepted-unused"]
    files = ["directory.yaml", "policy.yaml", "policy.yaml", "profiles.yaml", "shore.yaml", "wrist-injury.yaml"]
    assert at == files


def test_a_profile_may_be_called_accepted(coast: Path) -> None:
    add(coast / "directories/coast/profiles.yaml", "accepted: {dispositions: [Dx02]}\n")
    assert checked()["counts"]["error"] == 0


def test_an_included_directory_keeps_its_own_unjudged(coast: Path, shore: Path) -> None:
    add(shore, f"    accepted:\n      {entry('ranked-twice')}\n")
    other = coast / "directories/hills"
    other.mkdir()
    text = (coast / "directories/coast/directory.yaml").read_text(encoding="utf-8")
    text = text.replace("id: coast", "id: hills").replace("# include: [../neighbour]", "include: [../coast]")
    (other / "directory.yaml").write_text(text, encoding="utf-8")
    assert "accepted-unused" not in rules(checked("hills"))
    assert "accepted-unused" in rules(checked("coast"))


def test_a_selection_does_not_make_an_acceptance_unused(shore: Path) -> None:
    add(shore, f"    accepted:\n      {entry()}\n")
    assert checked("--ignore", "hours")["accepted"] == []
    assert rules(checked("--ignore", "hours")) == []


def test_the_summary_shows_and_counts_them(shore: Path) -> None:
    add(shore, f"    accepted:\n      {entry()}\n")
    add(shore, "  - {id: hill-pharmacy, name: Hill Pharmacy, type: pharmacy, opening: 10:00-23:59}\n")
    add(shore, f"accepted:\n  {entry()}\n")

    def shown(*arguments: str) -> str:
        return CliRunner().invoke(app, ["check", "--on", "2026-11-21", "--select", MIDNIGHT, *arguments]).stdout

    verdict = "no problems: 1 directory, 5 services, 1 pathway with 2 examples; 2 findings accepted\n"
    assert shown() == f"accepted: 2 midnight-as-23-59\n{verdict}"
    one = "accepted: midnight-as-23-59 until 2027-01-01 by Shore: the till shuts (directories/coast/services/shore.yaml"
    assert shown("--limit", "0") == f"{one}:8:9)\n{one}:11:5)\n{verdict}"

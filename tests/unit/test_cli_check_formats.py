"""`check --format`: SARIF that its published schema takes, annotations of GitHub, and JUnit XML."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from typer.testing import CliRunner, Result

from dos_router.checks.findings import Acceptance, Finding
from dos_router.checks.survey import Survey, Surveyed
from dos_router.cli.app import app
from dos_router.diagnostics import Diagnostic, Location, Severity
from dos_router.reports.check_github import render_github
from dos_router.reports.check_junit import render_junit
from dos_router.reports.check_sarif import check_sarif

PUBLISHED = Path(__file__).parents[1] / "published/sarif-2.1.0.schema.json"  # of OASIS, by way of Microsoft's SDK
ACCEPTED = "    accepted:\n      - {rule: midnight-as-23-59, reason: the till, by: Shore, until: 2027-01-01}\n"
SELECTED = ("--select", "midnight-as-23-59,unknown-word,no-phone")


@cache
def published() -> Draft4Validator:
    return Draft4Validator(json.loads(PUBLISHED.read_text(encoding="utf-8")))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", "--on", "2026-11-21", *SELECTED, *arguments])


def spoil(home: Path) -> None:
    """Give the directory an error of loading, beside the warnings that it has."""
    path = home / "directories/coast/services/example-provider.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("how: booking ", "how: boking "), encoding="utf-8")


def accept(home: Path) -> None:
    with (home / "directories/coast/services/shore.yaml").open("a", encoding="utf-8") as file:
        file.write(ACCEPTED)


def sarif(*arguments: str) -> Any:
    log = json.loads(run("--format", "sarif", *arguments).stdout)
    assert list(published().iter_errors(log)) == []
    return log["runs"][0]


def test_sarif_says_rule_place_and_cure(coast: Path) -> None:
    spoil(coast)
    found = sarif()
    assert [one["ruleId"] for one in found["results"]] == ["unknown-word", "no-phone", "midnight-as-23-59"]
    word, _, midnight = found["results"]
    assert (word["level"], midnight["level"]) == ("error", "warning")
    assert word["message"] == {"text": "`how` cannot be `boking`; did you mean `booking`?"}
    assert midnight["locations"] == [{"physicalLocation": {
        "artifactLocation": {"uri": "directories/coast/services/shore.yaml"},
        "region": {"startLine": 6, "startColumn": 5, "snippet": {"text": "    opening: Mo-Fr 09:00-23:59"}},
    }}]  # fmt: skip
    rules = found["tool"]["driver"]["rules"]
    assert rules[midnight["ruleIndex"]]["id"] == "midnight-as-23-59"
    assert rules[midnight["ruleIndex"]]["shortDescription"]["text"].startswith("Hours that end at 23:59")
    assert "```yaml\n# Fails:" in rules[midnight["ruleIndex"]]["help"]["markdown"]
    assert "suppressions" not in midnight


def test_sarif_keeps_what_is_accepted_suppressed(coast: Path) -> None:
    accept(coast)
    midnight = next(one for one in sarif()["results"] if one["ruleId"] == "midnight-as-23-59")
    (why,) = midnight["suppressions"]
    assert (why["kind"], why["status"]) == ("inSource", "accepted")
    assert why["justification"] == "the till (Shore, until 2027-01-01)"
    assert why["location"]["physicalLocation"]["region"] == {"startLine": 8, "startColumn": 9}


@pytest.mark.usefixtures("coast")
def test_sarif_of_nothing_is_sarif() -> None:
    assert sarif("--select", "unknown-key", "--ignore", "midnight-as-23-59,no-phone")["results"] == []


def test_github_gets_a_command_a_finding_and_a_last_line(coast: Path) -> None:
    spoil(coast)
    first, second, *_, last = run("--format", "github").stdout.splitlines()
    assert first == (
        "::error file=directories/coast/services/example-provider.yaml,line=35,col=7,title=unknown-word::"
        "`how` cannot be `boking`%0Ahelp: did you mean `booking`?"
    )
    assert second.startswith("::warning file=directories/coast/services/shore.yaml,line=3,col=5,title=no-phone::`")
    assert last == "1 error and 2 warnings in 2 files"


def test_junit_has_a_suite_a_file_and_a_case_a_finding(coast: Path) -> None:
    spoil(coast)
    accept(coast)
    whole = ET.fromstring(run("--format", "junit").stdout)  # noqa: S314 - our own
    assert whole.attrib == {"name": "dos-router check", "tests": "5", "failures": "1", "errors": "0", "skipped": "1"}
    check, example, shore = whole.findall("testsuite")
    assert [case.get("name") for case in check] == ["can be used", "check"]
    (word,) = example.findall("testcase")
    assert (word.get("name"), word.find("failure").get("type")) == ("unknown-word at 35:7", "unknown-word")  # type: ignore[union-attr]
    phone, midnight = shore.findall("testcase")
    assert midnight.find("skipped").get("message") == "accepted until 2027-01-01 by Shore: the till"  # type: ignore[union-attr]
    assert (phone.findtext("system-out") or "").startswith("warning: ")
    assert (shore.get("tests"), shore.get("failures"), shore.get("skipped")) == ("2", "0", "1")


@pytest.mark.parametrize("kind", ["text", "json", "sarif", "github", "junit"])
def test_only_errors_fail(coast: Path, kind: str) -> None:
    assert run("--format", kind).exit_code == 0
    spoil(coast)
    assert run("--format", kind).exit_code == 1


def surveyed(text: str) -> Survey:
    """Return a survey in which everything that comes from files is this text."""
    at = Location(f"{text}.yaml", 3, 4)
    found = [Finding(Diagnostic(text, each, text, at, text), f"{text}.yaml", text) for each in Severity]
    accepted = found[1]._replace(accepted=Acceptance("rule", text, text, date(2027, 1, 1), at))
    nowhere = Finding(Diagnostic("rule", Severity.ERROR, text), "", None)
    return Survey(
        findings=(*found, nowhere), accepted=(accepted,), directories=(Surveyed(text, None, 0, (text,)),),
        services=1, pathways=1, examples=1,
    )  # fmt: skip


COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:\r\n]*)(?:,\w+=[^,:\r\n]*)*)::([^\r\n]*)")
HARD = st.text(st.sampled_from("a:,%\r\n\x00\x1b\x85<>&\"'`]|\ufffe\uffff\u2028\u202e\ud800é🙂 "), max_size=12)


@given(HARD)
def test_no_text_breaks_out_of_a_command_of_github(text: str) -> None:
    lines = render_github(surveyed(text)).split("\n")
    assert len(lines) == 5
    assert all(COMMAND.fullmatch(line) for line in lines[:-1])
    for line in lines:
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202e\u2028\ud800-\udfff]", line)
        assert re.sub("%(25|0A|3A|2C)", "", line).count("%") == 0


@given(HARD)
def test_no_text_breaks_the_xml(text: str) -> None:
    whole = ET.fromstring(render_junit(surveyed(text)))  # noqa: S314 - our own
    assert len(list(whole.iter("testcase"))) == 7
    assert int(whole.get("failures") or 0) == len(list(whole.iter("failure"))) == 3
    assert int(whole.get("skipped") or 0) == len(list(whole.iter("skipped"))) == 1


@given(HARD)
def test_no_text_breaks_sarif(text: str) -> None:
    log = json.loads(json.dumps(check_sarif(surveyed(text))))
    assert list(published().iter_errors(log)) == []
    assert len(log["runs"][0]["results"]) == 5


def test_the_published_schema_notices_a_fault() -> None:
    log = check_sarif(surveyed("a"))
    log["runs"][0]["results"][0]["level"] = "fatal"
    log["runs"][0]["results"][1]["suppressions"] = [{"kind": "elsewhere"}]
    del log["runs"][0]["tool"]
    assert len(list(published().iter_errors(log))) == 3

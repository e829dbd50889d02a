"""`route` and `explain` as people and scripts use them: text, JSON, exit codes, refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.app import app

ROOT = Path(__file__).parents[2]
MARGATE = [
    "-d", str(ROOT / "directories/kent-surrey-sussex"), "--at", "2026-11-21T20:00", "--postcode", "ct9", "--age", "34",
    "--sex", "female", "--disposition", "dx03", "--symptom-group", "1107", "--symptom-discriminator", "4052",
]  # fmt: skip

SMALL = ["-d", str(ROOT / "directories/milton-keynes"), *MARGATE[2:4], "--postcode", "MK9", *MARGATE[6:]]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def answer(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code in {0, 3}, result.output
    return dict(json.loads(result.stdout))


def test_a_hand_injury_in_margate_on_a_saturday_evening() -> None:
    found = answer("route", *MARGATE)
    assert found["outcome"] == "routed"
    assert found["offers"][0]["service"] == "qeqm-utc"
    assert found["search"] == {"distance_km": 25, "from": "district"}
    assert found["window"] == {"from": "2026-11-21T20:30+00:00", "until": "2026-11-21T23:00+00:00"}
    assert found["ranking"].startswith("policy.yaml:")


def test_every_key_of_the_contract_is_there() -> None:
    found = answer("route", *MARGATE)
    assert set(found) >= {
        "request", "outcome", "offers", "near_misses", "window", "search", "ranking", "care_plan", "validated_by",
        "directory", "sign_off", "message",
    }  # fmt: skip
    assert set(found["request"]) >= {
        "at", "postcode", "easting", "northing", "area", "age_days", "sex", "disposition", "symptom_group",
        "symptom_discriminators", "practice", "role",
    }  # fmt: skip
    assert set(found["offers"][0]) >= {
        "service", "name", "type", "provider", "rank", "distance_miles", "open", "opens_at", "closes_at", "referral",
        "phone", "promoted",
    }  # fmt: skip
    assert set(found["near_misses"][0]) == {"service", "failed", "detail", "at"}
    assert set(found["sign_off"]) == {"status", "serial", "statement_sha256", "trust_sha256", "evaluated_at"}


def test_codes_are_printed_in_the_files_own_spelling() -> None:
    request = answer("route", *MARGATE)["request"]
    assert (request["disposition"], request["symptom_group"], request["symptom_discriminators"]) == (
        "Dx03", "SG1107", ["SD4052"],
    )  # fmt: skip


def test_explain_names_every_service_and_the_check_it_failed() -> None:
    found = answer("explain", *MARGATE)
    by_result: dict[str, list[dict[str, Any]]] = {}
    for service in found["services"]:
        by_result.setdefault(service["result"], []).append(service)
    assert {one["service"] for one in by_result["offered"]} == {offer["service"] for offer in found["offers"]}
    assert all(one["failed"] == [] for one in by_result["offered"])
    assert all(len(one["failed"]) == 1 for one in by_result["near-miss"])
    assert {one["service"] for one in by_result["near-miss"]} == {one["service"] for one in found["near_misses"]}
    assert all(one["failed"] and one["at"].count(":") == 2 for one in by_result["outside"] + by_result["failed"])


def test_why_not_names_the_smallest_change_and_what_would_come_of_it() -> None:
    found = answer("explain", *MARGATE, "--why-not", "herne-bay-utc")["why_not"]
    assert found["position"] is None
    assert [change["check"] for change in found["to_be_offered"]] == ["hours"]
    assert "30 min longer" in found["to_be_offered"][0]["change"]
    assert found["then"] == 2


def test_why_not_first() -> None:
    found = answer("explain", *MARGATE, "--why-not", "qeqm-ed")["why_not"]
    assert found["to_be_offered"] == []
    assert [change["check"] for change in found["to_be_first"]] == ["rank"]


def test_an_ambulance_can_never_be_searched_for() -> None:
    assert "dispatched" in answer("explain", *MARGATE, "--why-not", "secamb-999")["why_not"]["never"]


@pytest.mark.parametrize(
    ("arguments", "rule", "help_"),
    [
        (["--postcode", "MX9 4AN"], "unknown-postcode", "nearest known: MK9"),
        (["--postcode", "nowhere at all"], "bad-postcode", "write it like"),
        (["--age", "131"], "bad-age", "under 130"),
        (["--age", "-1"], "bad-age", "write years"),
        (["--at", "2027-03-28T01:30"], "time-skipped", "went forward"),
        (["--at", "2026-10-25T01:30"], "time-repeated", "--repeated-hour"),
        (["--at", "2026-02-30T10:00"], "bad-time", "2026-11-21T20:00"),
        (["--at", "yesterday"], "bad-time", "2026-11-21T20:00"),
        (["--disposition", "Dx3"], "unknown-disposition", "did you mean `Dx03`"),
        (["--disposition", "urgent"], "bad-code", "write it like `Dx05`"),
        (["--role", "111-telefone"], "unknown-role", "did you mean `111-telephone`"),
        (["--channel", "fax"], "unknown-channel", "one of: phone"),
        (["--area", "milton-kenes"], "unknown-area", "did you mean `milton-keynes`"),
        (["--sex", "femal"], "bad-sex", "did you mean `female`"),
        (["--distance-km", "100"], "bad-distance", "1 to 99"),
        (["--repeated-hour", "third"], "bad-hour", "write `first` or `second`"),
        (["--easting", "5"], "missing-northing", "together"),
    ],
)
def test_a_call_that_cannot_be_understood_is_refused_with_place_and_help(
    arguments: list[str], rule: str, help_: str
) -> None:
    result = run("route", *SMALL, *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"error[{rule}]" in result.stderr
    assert help_ in result.stderr
    assert f"at {arguments[0]}" in result.stderr or rule.startswith("missing")


def test_a_time_that_comes_twice_is_settled_by_the_option() -> None:
    first = answer("route", *SMALL, "--at", "2026-10-25T01:30", "--repeated-hour", "first")
    second = answer("route", *SMALL, "--at", "2026-10-25T01:30", "--repeated-hour", "second")
    assert (first["request"]["at"], second["request"]["at"]) == ("2026-10-25T01:30+01:00", "2026-10-25T01:30+00:00")


def test_a_dispatch_is_stopped_by_nothing() -> None:
    found = answer("route", "-d", MARGATE[1], "--at", "2026-11-21T20:00", "--disposition", "Dx0102", "--age", "old")
    assert (found["outcome"], [offer["service"] for offer in found["offers"]]) == ("dispatch", ["secamb-999"])
    assert "`old` is not an age" in found["reason"]


def test_a_call_outside_the_validity_is_marked() -> None:
    result = run("route", *SMALL, "--at", "2028-01-05T20:00")
    assert result.exit_code == 0
    assert "warning[outside-validity]" in result.stderr


def test_a_symptom_that_the_reference_does_not_list_is_routed_with_a_warning() -> None:
    result = run("route", *SMALL, "--symptom-group", "SG4321", "--json")
    assert "warning[unlisted-symptom]" in result.stderr
    assert json.loads(result.stdout)["outcome"] in {"routed", "catch-all"}


def test_the_third_call_within_96_hours_speaks_to_a_gp() -> None:
    earlier = ["--previous-calls", "2026-11-20T09:00,2026-11-21T08:00"]
    found = answer("route", *SMALL, *earlier)
    assert (found["request"]["asked"], found["request"]["disposition"]) == ("Dx03", "Dx93")
    assert "repeat-caller" in [warning["rule"] for warning in found["warnings"]]
    worse = answer("route", *SMALL, *earlier, "--disposition", "Dx02")
    assert worse["request"]["disposition"] == "Dx02"


def test_a_care_plan_is_offered_first_and_named() -> None:
    plans = ["--care-plans", str(ROOT / "examples/care-plans.yaml")]
    text = (ROOT / "examples/care-plans.yaml").read_text(encoding="utf-8")
    patient = next(line.split("patient:")[1].split(",")[0].strip() for line in text.splitlines() if "patient:" in line)
    found = answer("route", *MARGATE, *plans, "--patient", patient)
    assert found["care_plan"]["agreed_by"]
    assert found["offers"][0]["note"].startswith("care plan ")


def test_files_that_are_not_there_are_named() -> None:
    result = run("route", *SMALL, "--care-plans", "nowhere.yaml")
    assert (result.exit_code, "there is no file `nowhere.yaml`" in result.stderr) == (2, True)
    result = run("route", "-d", "kent-surey-sussex")
    assert (result.exit_code, "did you mean `kent-surrey-sussex`?" in result.stderr) == (2, True)


def test_which_directory_comes_from_the_environment_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOS_ROUTER_DIRECTORY", MARGATE[1])
    assert answer("route", *MARGATE[2:])["directory"]["id"] == "kent-surrey-sussex"


def test_no_service_has_an_exit_code_of_its_own(tmp_path: Path) -> None:
    lonely = tmp_path / "lonely"
    lonely.mkdir()
    (lonely / "directory.yaml").write_text(
        "format: 1\nid: lonely\ntitle: Lonely\nserial: 1\nvalid: {from: 2026-01-01, until: 2026-12-31}\n"
        "commissioners: [{id: c, name: C, areas: [a]}]\nareas: {a: A}\n",
        encoding="utf-8",
    )
    (lonely / "places.csv").write_text("postcode,easting,northing,area\nCT9,635000,170000,a\n", encoding="utf-8")
    result = run("route", *MARGATE, "-d", str(lonely), "--allow-unsigned")
    assert result.exit_code == 3
    assert "treat this call as an emergency" in result.stdout


def test_a_service_that_does_not_exist_cannot_be_explained() -> None:
    result = run("explain", *MARGATE, "--why-not", "qeqm-utk")
    assert (result.exit_code, "did you mean `qeqm-utc`?" in result.stderr) == (2, True)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["route", "--help"], ["explain", "-h"]])
def test_help_and_version(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 0


def test_a_misspelt_command_is_answered_with_the_nearest() -> None:
    result = run("rout")
    assert (result.exit_code, "did you mean `route`?" in result.stderr) == (2, True)

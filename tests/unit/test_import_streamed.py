"""Files of FHIR and Open Referral UK as tables and as provider files, however many services they hold."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli import import_exchange
from dos_router.cli.app import app
from dos_router.interchange.fhir import bundle_in
from dos_router.interchange.kept import TOGETHER, Kept
from dos_router.interchange.records import records_of

OWNER = {"resourceType": "Organization", "id": "o", "name": "Shore Trust"}


def service(name: str, **fields: Any) -> dict[str, Any]:
    return {
        "resourceType": "HealthcareService", "name": name, "type": [{"text": "pharmacy"}],
        "providedBy": {"reference": "Organization/o"}, "availableTime": [{"allDay": True}], **fields,
    }  # fmt: skip


def bundle(home: Path, *resources: dict[str, Any]) -> Path:
    path = home / "in.json"
    value = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}
    path.write_text(json.dumps(value, indent=1), encoding="utf-8")
    return path


def run(path: Path, output: Path) -> Result:
    return CliRunner().invoke(app, ["import", str(path), "-o", str(output), "--json"])


def test_a_bundle_may_be_written_as_a_table_which_holds_what_provider_files_hold(tmp_path: Path) -> None:
    path = bundle(tmp_path, service("Pier"), service("Quay", active=False), OWNER)  # the owner after those it owns
    table, files = run(path, tmp_path / "a/services/all.csv"), run(path, tmp_path / "b/services")
    assert (table.exit_code, files.exit_code, json.loads(table.stdout)["files"]) == (0, 0, ["all.csv"])
    told = [json.loads(one.stdout) for one in (table, files)]
    assert [(one["offered"], one["services"], one["reported"]) for one in told] == [(2, 2, {})] * 2
    (ours, _), (theirs, _) = records_of(tmp_path / "a"), records_of(tmp_path / "b")
    assert [(one.provider, one.service) for one in ours] == [(one.provider, one.service) for one in theirs]
    assert run(path, tmp_path / "a/services/all.csv").exit_code == 0
    edited = (tmp_path / "a/services/all.csv").read_text(encoding="utf-8").replace("Pier", "Hill")
    (tmp_path / "a/services/all.csv").write_text(edited, encoding="utf-8")
    assert run(path, tmp_path / "a/services/all.csv").exit_code == 2
    assert (tmp_path / "a/services/all.csv").read_text(encoding="utf-8") == edited
    assert [one.name for one in (tmp_path / "a/services").iterdir()] == ["all.csv"]


def test_a_row_that_would_be_read_as_another_is_reported(tmp_path: Path) -> None:
    place = {"resourceType": "Location", "id": "p", "address": {"line": ["1|2 Quay"]}}
    path = bundle(tmp_path, OWNER, service("Pier", contained=[place], location=[{"reference": "#p"}]), service("Quay"))
    found = run(path, tmp_path / "out.csv")
    told = json.loads(found.stdout)
    assert (found.exit_code, told["offered"], told["services"], told["reported"]) == (5, 2, 1, {"bad-table-cell": 1})
    assert (told["problems"][0]["at"] or "").endswith("in.json:12:3")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["quay"]


def test_nothing_is_written_where_there_is_no_service(tmp_path: Path) -> None:
    assert json.loads(run(bundle(tmp_path, OWNER), tmp_path / "out.csv").stdout)["files"] == []
    assert not (tmp_path / "out.csv").exists()


def test_too_many_for_provider_files_are_refused_and_may_be_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_exchange, "MOST", 1)
    path = bundle(tmp_path, OWNER, service("Pier"), service("Quay"))
    refused = run(path, tmp_path / "out")
    assert (refused.exit_code, "imported.csv" in refused.stderr, (tmp_path / "out").exists()) == (2, True, False)
    assert json.loads(run(path, tmp_path / "out.csv").stdout)["services"] == 2


def test_of_each_other_type_some_resources_are_noted_and_the_rest_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_in, "NOTED", 2)
    others = [{"resourceType": kind, "id": str(number)} for number in range(4) for kind in ("Slot", "Schedule")]
    told = json.loads(run(bundle(tmp_path, OWNER, service("Pier"), *others), tmp_path / "out").stdout)
    assert len(told["notes"]) == 6
    assert [one["message"] for one in told["notes"][-2:]] == ["and 2 more of Schedule", "and 2 more of Slot"]


def test_values_are_found_by_any_name_in_the_order_in_which_they_came() -> None:
    with Kept() as kept:
        for number in range(TOGETHER * 2 + 5):
            kept.add({"n": number, "ü\ud800": None}, [f"id {number}", "all", "half \ud800"])
        assert kept.get("id 7") == {"n": 7, "ü\ud800": None}
        assert [one["n"] for one in kept.all("all")] == list(range(TOGETHER * 2 + 5))
        assert kept.get("half \ud800")["n"] == 0
        assert kept.get("gone") is None

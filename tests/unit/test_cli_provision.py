"""`duplicates` on what services add: text, JSON, CSV, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.app import app

ROOT = Path(__file__).parents[2]
PATHWAY = """\
format: 1
id: wrist-injury
title: Wrist injury
symptom_group: SG1107
start: deformed
questions:
  deformed:
    ask: Is it bent?
    answers:
      - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
      - {say: no, then: {disposition: Dx05, discriminator: SD4052}}
      - {say: not sure, like: yes}
"""
HEAD = """\
format: 1
id: shore
title: Shore
serial: 1
valid: {from: 2026-11-02, until: 2026-11-15}
commissioners: [{id: icb, name: ICB, areas: [shore], lead: true}]
areas: {shore: Shore}
"""
POLICY = """\
ranking:
  - {areas: [shore], dispositions: [Dx05], ranks: {1: [pharmacy]}}
  - {dispositions: [Dx92], ranks: {1: [pharmacy]}}
"""
SERVICE = """\
  - {{id: {id}, name: {id}, type: {type}, opening: {opening}, location: {{easting: {x}, northing: 170000}},
     symptoms: ["*"], dispositions: [{codes}]}}
"""
ED = ("ed", "emergency-department", "24/7", 500_000, "Dx02, Dx05")
NEAR = ("near", "pharmacy", "Mo-Su 08:00-22:00", 500_100, "Dx05")
NEXT = ("next", "pharmacy", "Mo-Su 08:00-22:00", 500_300, "Dx05")
FAR = ("third", "pharmacy", "Mo-Su 09:00-17:00", 500_900, "Dx05")
LOST = ("lost", "pharmacy", "Mo-Su 09:00-17:00", 640_900, "Dx05")
IDLE = ("idle", "dental-practice", "Mo-Su 09:00-17:00", 500_900, "Dx118")


@pytest.fixture
def shore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three pharmacies near each other, one out of reach, a dentist of whom nobody asks, and a department."""
    folder = tmp_path / "shore"
    (folder / "services").mkdir(parents=True)
    (tmp_path / "pathways").mkdir()
    (tmp_path / "pathways/wrist-injury.yaml").write_text(PATHWAY, encoding="utf-8")
    (folder / "directory.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "places.csv").write_text("postcode,easting,northing,area\nZZ1,500000,170000,shore\n", encoding="utf-8")
    text = "provider: {name: Shore Trust}\nservices:\n"
    for name, kind, opening, x, codes in (ED, NEAR, NEXT, FAR, LOST, IDLE):
        text += SERVICE.format(id=name, type=kind, opening=opening, x=x, codes=codes)
    (folder / "services/all.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["duplicates", "-d", str(folder), "--only", "provision", *arguments])


def test_what_each_service_lacks_is_told_with_who_takes_its_place(shore: Path) -> None:
    result = run(shore, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    kinds = {one["service"]: one["kinds"] for one in found["findings"]}
    assert kinds == {
        "lost": ["dead"],
        "idle": ["dead"],
        "third": ["never-offered", "never-first", "redundant"],
        "next": ["never-first", "redundant"],
        "near": ["redundant"],
    }
    by = {one["service"]: [(other["service"], other["share"]) for other in one["by"]] for one in found["findings"]}
    assert by["third"] == [("near", 1.0), ("next", 1.0)]
    assert by["next"] == [("near", 1.0)]
    together = {one["service"]: one["together"] for one in found["findings"]}
    assert (together["near"], together["next"]) == (["ed"], ["near"])
    reasons = {one["service"]: one["reason"] for one in found["findings"] if one["reason"]}
    assert reasons == {
        "lost": "no place that is searched from reaches it",
        "idle": "it accepts no need that a pathway or call ends in",
    }
    effects = [(one["entry"], one["effect"]) for one in found["policy_rules"]]
    assert effects == [(1, "changes no order"), (2, "never applies")]
    assert [one["type"] for one in found["overlap"]] == ["pharmacy"]


def test_its_witness_shows_it_when_routed(shore: Path) -> None:
    witness = next(
        one["witness"] for one in json.loads(run(shore, "--json").stdout)["findings"] if one["service"] == "third"
    )
    options = {name.replace("_", "-"): str(value) for name, value in witness.items() if value is not None}
    asked = [part for name, value in options.items() for part in (f"--{name}", value)]
    result = CliRunner().invoke(app, ["explain", "-d", str(shore), *asked, "--json", "--allow-unsigned"])
    verdicts = {one["service"]: one["result"] for one in json.loads(result.stdout)["services"]}
    assert verdicts["third"] == "trimmed"


def test_unique_hours_are_of_nobody_else(shore: Path) -> None:
    found = json.loads(run(shore, "--json").stdout)
    duties = {one["service"]: one for one in found["services"]}
    assert duties["ed"]["unique"] > 0
    assert duties["near"]["unique"] == 0
    assert found["single"] == found["answered"]  # one provider runs them all


def test_the_text_says_that_overlap_is_not_waste(shore: Path) -> None:
    text = run(shore, "--limit", "1").stdout
    assert "Dead: 2" in text
    assert "and 1 more: --limit 2 shows them" in text
    assert "by near 100%, next 100%" in text
    assert "entry 2 never applies (policy.yaml:3)" in text
    lines = text.rstrip().split("\n")
    assert lines[0] == lines[-1] == "shore, serial 1: draft, never signed off"
    assert lines[-3].endswith("Two services that are each redundant may not be so together.")


def test_the_table_has_a_row_for_each(shore: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(shore, "--csv").stdout)))
    assert [row["service"] for row in rows] == ["idle", "lost", "third", "next", "near"]
    assert rows[2]["by"] == "near:1.0000;next:1.0000"


def test_without_only_both_halves_are_shown(shore: Path) -> None:
    result = CliRunner().invoke(app, ["duplicates", "-d", str(shore)])
    assert "pairs compared" in result.stdout
    assert "Provision" in result.stdout
    records = CliRunner().invoke(app, ["duplicates", "-d", str(shore), "--only", "records", "--json"])
    assert json.loads(records.stdout)["provision"] is None


def test_a_list_has_no_provision(shore: Path) -> None:
    (shore / "list.csv").write_text("id,name\n1,a\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["duplicates", "--list", str(shore / "list.csv"), "--only", "provision"])
    assert (result.exit_code, "a list says nothing of provision" in result.stderr) == (2, True)

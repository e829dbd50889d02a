"""`verify` as people and scripts use it: text, JSON, exit codes, what it remembers."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.verify import app

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import DEPUTY, LEAD, World

ON = ("--on", "2026-11-21")


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return World(tmp_path).build()


def run(world: World, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["-d", str(world.folder), "--trust", str(world.trust), *arguments])


def answer(world: World, *arguments: str) -> dict[str, Any]:
    return dict(json.loads(run(world, "--json", *arguments).stdout))


def test_a_current_sign_off_ends_with_zero(world: World) -> None:
    world.signed()
    result = run(world, *ON)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == lines[-1] == "small, serial 1: signed off and current"
    assert LEAD in result.stdout


def test_a_draft_ends_with_four(world: World) -> None:
    result = run(world, *ON)
    assert result.exit_code == 4
    assert "error[draft]" in result.stdout


def test_who_is_missing_is_named_with_the_records(world: World) -> None:
    world.signed()
    world.edit("services/sussex.yaml", "17:30", "20:00")
    world.signed(LEAD, DEPUTY)
    result = run(world, *ON)
    assert result.exit_code == 4
    assert "sussex, on serial 2, for service/sussex-chemist; who may: chief@sussex.example" in result.stdout


def test_the_json_has_the_mark_of_every_output(world: World) -> None:
    world.signed()
    found = answer(world, *ON)
    assert set(found["sign_off"]) == {"status", "serial", "statement_sha256", "trust_sha256", "evaluated_at"}
    assert found["status"] == found["sign_off"]["status"] == "current"
    assert found["sign_off"]["evaluated_at"] == "2026-11-21T12:00:00Z"
    assert found["valid"] == {"from": "2026-11-01T00:00:00Z", "until": "2027-03-31T23:00:00Z"}
    assert found["missing"] == found["changed"] == found["reasons"] == []


def test_the_json_of_what_is_wrong(world: World) -> None:
    world.signed(LEAD)
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    found = answer(world, *ON)
    assert found["changed"] == ["service/kent-chemist"]
    assert {one["owner"] for one in found["missing"]} == {"sussex", "quorum"}
    assert {"changed-since", "owner-missing", "quorum-missing"} <= {one["rule"] for one in found["reasons"]}


def test_enforcing_says_that_it_is_paperwork(world: World) -> None:
    world.signed()
    result = run(world, *ON, "--enforce-sign-off")
    assert result.exit_code == 0
    assert "no leave to use this with patients" in result.stdout


def test_a_demonstration_passes_unless_enforced(world: World) -> None:
    world.policy += "demonstration: true\n"
    world.write_trust()
    world.signed()
    assert run(world, *ON).exit_code == 0
    assert "signed with demonstration keys only" in run(world, *ON).stdout
    assert run(world, *ON, "--enforce-sign-off").exit_code == 4


def test_expired_on_a_later_day(world: World) -> None:
    world.signed()
    result = run(world, "--on", "2027-04-01")
    assert (result.exit_code, "error[expired]" in result.stdout) == (4, True)
    assert run(world, "--on", "2027-03-31T22:59:59Z").exit_code == 0


def test_a_date_that_is_none(world: World) -> None:
    result = run(world, "--on", "yesterday")
    assert result.exit_code == 2
    assert "2026-11-21T20:00:00Z" in result.stderr


def test_min_serial_where_nothing_is_remembered(world: World) -> None:
    world.signed()
    assert run(world, *ON, "--min-serial", "2").exit_code == 4


def test_judging_as_on_a_day_remembers_nothing(world: World) -> None:
    world.signed()
    run(world, *ON)
    assert not (world.home / "state").exists()
    run(world)
    assert (world.home / "state/dos-router/seen.json").is_file()


def test_how_prints_the_lines_of_an_auditor(world: World) -> None:
    world.signed()
    result = run(world, "--how", "--record", "policy/small")
    assert result.exit_code == 0
    assert "ssh-keygen -Y verify" in result.stdout
    assert "sha256sum places.csv" in result.stdout
    assert "dos-router/record/v1 policy small" in result.stdout
    assert run(world, "--how", "--record", "policy/other").exit_code == 2


def test_a_trust_store_that_is_not_there(world: World) -> None:
    result = CliRunner().invoke(app, ["-d", str(world.folder), "--trust", str(world.home / "nowhere")])
    assert result.exit_code == 2
    assert "there is no trust store" in result.stderr


def test_text_of_files_cannot_forge_a_line(world: World) -> None:
    world.prepare(note="\\u001b[31m red")
    world.sign(LEAD)
    world.edit("profiles.yaml", "chemist:", '"che\\tmist":')
    assert "\x1b" not in run(world, *ON).output

"""`log`: the chain told, the newest first."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.log import app

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import DEPUTY, LEAD, SUSSEX, World, signature_over


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path).build()


def run(world: World, *arguments: str) -> Result:
    command = ["-d", str(world.folder), "--trust", str(world.trust), "--on", "2026-11-21", *arguments]
    return CliRunner().invoke(app, command)


def test_a_directory_without_sign_off(world: World) -> None:
    result = run(world)
    assert (result.exit_code, result.stdout) == (0, "small: never signed off\n")


def test_the_chain_is_told_newest_first(world: World) -> None:
    world.signed()
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    world.signed(LEAD, DEPUTY)
    (world.serial_folder(2) / f"{SUSSEX}.sig").write_bytes(signature_over(b"", world.keys[SUSSEX]))
    lines = run(world).stdout.splitlines()
    assert lines[0] == "serial 2"
    assert "  changes    1 changed" in lines
    assert f"  signed by  {DEPUTY}, {LEAD}" in lines
    assert any(line.startswith("  refused ") and "not over these bytes" in line for line in lines)
    assert "serial 1" in lines


def test_the_json_chains_by_hash(world: World) -> None:
    world.signed()
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    world.signed(LEAD, DEPUTY)
    found = json.loads(run(world, "--json").stdout)
    newest, first = found["statements"]
    assert (newest["serial"], first["serial"]) == (2, 1)
    assert newest["previous"] == first["statement_sha256"]
    assert first["counts"]["added"] > 5
    assert newest["counts"] == {"changed": 1}


def test_a_statement_that_is_none_is_told_as_such(world: World) -> None:
    world.signed()
    (world.serial_folder(1) / "statement.json").write_text("{}")
    assert "its bytes are not a statement" in run(world).stdout

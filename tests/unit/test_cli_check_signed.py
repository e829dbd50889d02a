"""What `check` says of sign-off: nothing where it stands, a word for a draft, a warning or an error for the rest."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dos_router.cli.app import app

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import SUSSEX, World

NAMES = {"sign-off-broken", "sign-off-lapsed", "sign-off-remark"}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path).build()
    monkeypatch.setenv("DOS_ROUTER_TRUST", str(made.trust))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return made


def told(world: World, on: str = "2026-11-21") -> tuple[dict[str, Any], list[tuple[str, str]], int]:
    """Return the JSON of a check, the rules of sign-off in it with their severities, and how it ends."""
    result = CliRunner().invoke(
        app, ["check", str(world.folder), "--on", on, "--json", "--select", "sign_off,governance"]
    )
    found = json.loads(result.stdout)
    rules = [(one["rule"], one["severity"]) for one in found["findings"]]
    return found, [one for one in rules if one[0] in NAMES or one[0] == "serial-not-risen"], int(result.exit_code)


def test_what_is_signed_and_current_is_no_finding(world: World) -> None:
    world.signed()
    found, rules, _ = told(world)
    assert (rules, found["drafts"]) == ([], [])


def test_a_draft_is_said_and_no_fault(world: World) -> None:
    found, rules, _ = told(world)
    assert (rules, found["drafts"]) == ([], ["small"])
    text = CliRunner().invoke(app, ["check", str(world.folder), "--on", "2026-11-21"]).stdout
    assert "never signed off: small" in text


def test_a_lapse_is_a_warning(world: World) -> None:
    world.signed()
    assert told(world, "2027-06-01")[1] == [("sign-off-lapsed", "warning")]
    assert told(world, "2026-10-31")[1] == [("sign-off-lapsed", "warning")]


def test_what_changed_since_is_an_error_at_its_line_and_asks_for_the_next_serial(world: World) -> None:
    world.signed()
    world.edit("services/kent.yaml", "Mo-Fr 09:00-18:00", "Mo-Fr 09:00-19:00")
    found, rules, code = told(world)
    assert (set(rules), code) == ({("sign-off-broken", "error"), ("serial-not-risen", "warning")}, 1)
    broken = next(one for one in found["findings"] if one["rule"] == "sign-off-broken")
    assert broken["at"].startswith("services/kent.yaml:")
    world.edit("directory.yaml", "serial: 1\n", "serial: 2\n")
    assert ("serial-not-risen", "warning") not in told(world)[1]


def test_a_missing_approval_is_an_error(world: World) -> None:
    world.signed()
    (world.serial_folder(1) / f"{SUSSEX}.sig").unlink()
    found, rules, code = told(world)
    assert (set(rules), code) == ({("sign-off-broken", "error")}, 1)
    assert any("sussex" in one["message"] for one in found["findings"])

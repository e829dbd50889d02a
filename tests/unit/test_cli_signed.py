"""What routing commands do in each state of sign-off: run, run and mark, or end with code 4 and what to do."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli import signed
from dos_router.cli.app import app
from dos_router.signoff.workflow import suspend

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import LEAD, NOW, SUSSEX, World, signature_over

CALL = [
    "--at", "2026-11-21T12:00", "--postcode", "CT9", "--age", "34", "--sex", "female", "--disposition", "Dx02",
    "--symptom-group", "SG1107", "--symptom-discriminator", "SD4052",
]  # fmt: skip
ALLOW, ENFORCE = "--allow-unsigned", "--enforce-sign-off"
LATER = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A directory not signed yet, at a fixed present, on a machine that has seen nothing."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    at(monkeypatch, NOW)
    return World(tmp_path).build()


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(signed, "present", lambda: now)


def run(world: World, *more: str, command: str = "route") -> Result:
    arguments = [command, "-d", str(world.folder), "--trust", str(world.trust), *CALL, *more]
    return CliRunner().invoke(app, arguments)


def found(result: Result) -> dict[str, Any]:
    return dict(json.loads(result.stdout))


def approved(world: World) -> None:
    world.signed()


def changed(world: World) -> None:
    world.signed()
    world.edit("services/kent.yaml", "Mo-Fr 09:00-18:00", "Mo-Fr 09:00-19:00")


def lacking(world: World) -> None:
    world.signed()
    (world.serial_folder(1) / f"{SUSSEX}.sig").unlink()


def forged(world: World) -> None:
    world.signed()
    name = f"{LEAD}.sig"
    (world.serial_folder(1) / name).write_bytes(signature_over(b"another text", world.keys[LEAD]))


def with_a_gap(world: World) -> None:
    world.signed()
    world.serial_folder(1).rename(world.serial_folder(2))


def unsigned(world: World) -> None:
    assert not world.serial_folder(1).exists()


REFUSED: dict[str, tuple[Callable[[World], None], str, str]] = {
    "draft": (unsigned, "draft", "draft, never signed off"),
    "changed": (changed, "changed", "changed since sign-off: 1 record"),
    "approval missing": (lacking, "unapproved", "its sign-off lacks approvals"),
    "bad signature": (forged, "unapproved", "its sign-off lacks approvals"),
    "gap in the chain": (with_a_gap, "broken-chain", "its chain of sign-offs is broken"),
}


def serial(world: World) -> int:
    """Return the number under which the newest statement lies, 1 where there is none."""
    return max((int(one.name) for one in world.folder.glob("sign-off/0*")), default=1)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_vouched_for_is_refused_with_what_to_do_for_a_caller(world: World, name: str) -> None:
    make, _, line = REFUSED[name]
    make(world)
    line = f"small, serial {serial(world)}: {line}"
    result = run(world)
    assert (result.exit_code, result.stdout) == (4, "")
    assert f"error[sign-off]: {line}" in result.stderr
    assert "use the area's written fallback: 999 in an emergency, else the nearest emergency department" in (
        result.stderr
    )


@pytest.mark.parametrize("name", REFUSED)
def test_on_demand_it_runs_and_is_marked_but_never_when_enforced(world: World, name: str) -> None:
    make, status, line = REFUSED[name]
    make(world)
    allowed = run(world, ALLOW)
    assert allowed.exit_code == 0, allowed.output
    lines = allowed.stdout.rstrip("\n").split("\n")
    assert lines[0] == lines[-1] == f"small, serial {serial(world)}: {line}"
    assert found(run(world, ALLOW, "--json"))["sign_off"]["status"] == status
    assert run(world, ALLOW, "--allow-downgrade", ENFORCE).exit_code == 4


def test_what_is_signed_and_current_runs_even_enforced(world: World) -> None:
    approved(world)
    mark = found(run(world, ENFORCE, "--json"))["sign_off"]
    assert (mark["status"], mark["serial"], mark["evaluated_at"]) == ("current", 1, "2026-11-21T12:00:00Z")
    assert len(mark["statement_sha256"]) == len(mark["trust_sha256"]) == 64


@pytest.mark.parametrize("now", [datetime(2026, 10, 31, tzinfo=UTC), LATER])
def test_outside_its_validity_it_runs_and_is_marked_unless_enforced(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(world)
    at(monkeypatch, now)
    expected = "expired" if now == LATER else "not-yet-valid"
    assert found(run(world, "--json"))["sign_off"]["status"] == expected
    assert run(world, ENFORCE).exit_code == 4


def test_the_statement_in_force_at_another_time_may_be_picked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    approved(world)
    at(monkeypatch, LATER)
    assert found(run(world, "--as-at", "2026-12-01", "--json"))["sign_off"]["status"] == "current"


def test_what_was_signed_on_this_machine_needs_two_words_to_run_unsigned(world: World) -> None:
    approved(world)
    assert run(world).exit_code == 0
    shutil.rmtree(world.folder / "sign-off")
    refused = run(world, ALLOW)
    assert refused.exit_code == 4
    assert "--allow-downgrade is needed too" in refused.stderr
    assert run(world, ALLOW, "--allow-downgrade").exit_code == 0


def test_a_machine_that_starts_empty_can_be_told_the_lowest_serial(world: World) -> None:
    approved(world)
    refused = run(world, "--min-serial", "2")
    assert (refused.exit_code, "an older version" in refused.stderr) == (4, True)


@pytest.mark.parametrize("command", ["route", "explain"])
def test_what_an_order_suspends_is_not_offered(world: World, command: str) -> None:
    approved(world)
    pharmacy = ["--disposition", "Dx05", "--at", "2026-11-20T12:00"]
    assert found(run(world, *pharmacy, "--json"))["offers"][0]["service"] == "kent-chemist"
    suspend_in(world, "kent-chemist")
    answer = found(run(world, *pharmacy, "--json", command=command))
    assert "kent-chemist" not in [one["service"] for one in answer["offers"]]


def suspend_in(world: World, service: str) -> None:
    """Write an order of the lead, until the next day."""
    suspend(
        world.evidence(), service, "2026-11-22T08:00:00Z", LEAD, Path("key"), now=NOW, note="flood",
        sign=lambda _, data: signature_over(data, world.keys[LEAD]),
    )  # fmt: skip


def test_an_order_holds_from_the_second_in_which_it_is_issued(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    approved(world)
    suspend_in(world, "kent-chemist")
    pharmacy = ["--disposition", "Dx05", "--at", "2026-11-20T12:00", "--json"]
    offered = {}
    for second in (-1, 0, 59):
        at(monkeypatch, NOW + timedelta(seconds=second))
        offered[second] = [one["service"] for one in found(run(world, *pharmacy))["offers"]]
    assert ["kent-chemist" in offered[second] for second in (-1, 0, 59)] == [True, False, False]


def test_hours_and_find_tell_the_state_and_refuse_nothing(world: World) -> None:
    arguments = ["hours", "kent-chemist", "-d", str(world.folder), "--at", "2026-11-21T12:00"]
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stdout.split("\n")[0]) == (0, "small, serial 1: draft, never signed off")


def test_a_batch_is_refused_too_and_its_summary_is_marked(world: World, tmp_path: Path) -> None:
    calls, out, summary = (tmp_path / name for name in ("calls.csv", "out.csv", "summary.json"))
    calls.write_text("at,postcode,age,sex,disposition,symptom_group,symptom_discriminator\n", encoding="utf-8")
    with calls.open("a", encoding="utf-8") as file:
        file.write("2026-11-21T12:00,CT9,34,female,Dx02,SG1107,SD4052\n")
    arguments = ["batch", str(calls), "-o", str(out), "-d", str(world.folder), "--trust", str(world.trust)]
    arguments += ["--workers", "1", "--summary", str(summary)]
    assert (CliRunner().invoke(app, arguments).exit_code, out.exists()) == (4, False)
    assert CliRunner().invoke(app, [*arguments, ALLOW]).exit_code == 0
    assert json.loads(summary.read_text(encoding="utf-8"))["sign_off"]["status"] == "draft"

"""`sign` with the real ssh-keygen: prepare, review, sign, revoke, suspend; and what it refuses."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.sign import app

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import DEPUTY, ISSUED, LEAD, NOW, SAFETY, SUSSEX, World, key_file

ROOT = Path(__file__).parents[2]
needs_ssh_keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


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


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return World(tmp_path).build()


def run(world: World, *arguments: str, typed: str = "") -> Result:
    command = ["-d", str(world.folder), "--trust", str(world.trust), "--no-pathways", "--issued-at", ISSUED, *arguments]
    return CliRunner().invoke(app, command, input=typed)


def sign_as(world: World, person: str, *arguments: str, typed: str = "y\n") -> Result:
    return run(world, "--as", person, "--key", str(key_file(world, person)), *arguments, typed=typed)


@needs_ssh_keygen
def test_from_nothing_to_a_current_sign_off(world: World) -> None:
    prepared = run(world, "--prepare", "--note", "first")
    assert prepared.exit_code == 0, prepared.output
    assert "Whose signatures it needs" in prepared.stdout
    assert "sussex, for 3 records: one of chief@sussex.example" in prepared.stdout
    for person in (LEAD, SUSSEX):
        result = sign_as(world, person)
        assert result.exit_code == 0, result.output
        assert "$ ssh-keygen -q -Y sign -n dos-sign-off -f" in result.stdout
    assert "sussex, on serial 1" not in result.stdout
    assert world.standing().status.value == "current"


@needs_ssh_keygen
def test_nothing_is_signed_without_a_yes(world: World) -> None:
    run(world, "--prepare")
    result = sign_as(world, LEAD, typed="\n")
    assert result.exit_code == 0
    assert "nothing was signed" in result.stderr
    assert not list(world.serial_folder(1).glob("*.sig"))
    assert sign_as(world, LEAD, "--yes", typed="").exit_code == 0


@needs_ssh_keygen
def test_the_change_in_meaning_is_shown_before_signing(world: World) -> None:
    world.signed()
    base = world.home / "base"
    shutil.copytree(world.folder, base)
    world.edit("services/kent.yaml", "Mo-Fr 09:00-18:00", "Mo-Fr 09:00-20:00")
    world.edit("directory.yaml", "serial: 1\n", "serial: 2\n")
    result = run(world, "--prepare", "--base", str(base))
    assert result.exit_code == 0, result.output
    assert "service/kent-chemist (hours)" in result.stdout
    assert " in meaning" in result.stdout
    assert " calls are answered otherwise" in result.stdout
    assert "base" in sign_as(world, LEAD).stderr  # without it, a warning


@needs_ssh_keygen
def test_a_base_that_is_not_what_was_signed_is_told(world: World) -> None:
    world.signed()
    base = world.home / "base"
    shutil.copytree(world.folder, base)
    (base / "policy.yaml").write_text("keep_per_type: {default: 3}\n")
    world.edit("directory.yaml", "serial: 1\n", "serial: 2\n")
    assert "is not what was signed as serial 1: policy/small" in run(world, "--prepare", "--base", str(base)).stderr


@needs_ssh_keygen
def test_files_changed_after_preparing_are_not_signed(world: World) -> None:
    run(world, "--prepare")
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    result = sign_as(world, LEAD)
    assert result.exit_code == 2
    assert "no longer what serial 1 says: service/kent-chemist" in result.stderr


@needs_ssh_keygen
def test_a_signature_that_would_not_count_is_not_written(world: World) -> None:
    run(world, "--prepare")
    result = run(world, "--as", LEAD, "--key", str(key_file(world, SUSSEX)), "--yes")
    assert result.exit_code == 2
    assert f"made with the key of `{SUSSEX}`" in result.stderr
    assert not list(world.serial_folder(1).glob("*.sig"))


@needs_ssh_keygen
def test_revoking_and_suspending(world: World) -> None:
    world.signed()
    assert sign_as(world, SUSSEX, "--suspend", "sussex-unit", "--until", "2026-10-21T09:00:00Z").exit_code in {0, 2}
    assert sign_as(world, SUSSEX, "--suspend", "kent-ed", "--until", "2026-10-21T09:00:00Z").exit_code == 2
    assert sign_as(world, SAFETY, "--revoke", "1").exit_code == 0
    assert world.standing(NOW).status.value == "revoked"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "say what to do"),
        (["--as", LEAD], "say with which key"),
        (["--as", LEAD, "--key", "nowhere"], "no statement is prepared"),
        (["--as", "mallory@kent.example", "--key", "nowhere"], "names `mallory@kent.example` for no owner"),
        (["--as", LEAD, "--key", "nowhere", "--revoke", "3"], "no statement of serial 3"),
        (["--prepare", "--issued-at", "2026-10-20"], "is not a time in UTC"),
    ],
)
def test_wrong_use(world: World, arguments: list[str], said: str) -> None:
    result = run(world, *arguments, typed="y\n")
    assert result.exit_code == 2
    assert said in result.stderr


@needs_ssh_keygen
def test_a_key_that_is_none(world: World) -> None:
    run(world, "--prepare")
    (world.home / "key").write_text("not a key")
    (world.home / "key").chmod(0o600)
    result = run(world, "--as", LEAD, "--key", str(world.home / "key"), "--yes")
    assert result.exit_code == 2
    assert "`ssh-keygen` did not sign" in result.stderr


def test_without_ssh_keygen_nothing_is_signed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run(world, "--prepare")
    monkeypatch.setenv("PATH", "")
    assert "`ssh-keygen` is not installed" in sign_as(world, LEAD).stderr


def test_signing_needs_a_trust_store(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(world.home / "config"))
    monkeypatch.delenv("DOS_ROUTER_TRUST", raising=False)
    result = CliRunner().invoke(app, ["-d", str(world.folder), "--no-pathways", "--prepare"])
    assert (result.exit_code, "signing needs a trust store" in result.stderr) == (2, True)
    world.policy = world.policy.replace("quorum: 2", "quorum: 9")
    world.write_trust()
    assert "9 people must sign, and 4 are named" in run(world, "--prepare").stderr


def test_a_chain_with_a_fault_is_not_built_upon(world: World) -> None:
    world.signed()
    world.edit("directory.yaml", "serial: 1\n", "serial: 3\n")
    shutil.copytree(world.serial_folder(1), world.serial_folder(2))
    result = run(world, "--prepare")
    assert (result.exit_code, "says that it is serial 1" in result.stderr) == (2, True)
    assert sign_as(world, LEAD).exit_code == 2


def test_a_directory_with_errors_is_not_put_up_for_signing(world: World) -> None:
    world.edit("services/kent.yaml", "type: pharmacy", "type: farmacy")
    result = run(world, "--prepare")
    assert result.exit_code == 1
    assert "farmacy" in result.stderr
    assert not (world.folder / "sign-off").exists()


PROMISES = {
    "always": (
        "always:\n  - {dispositions: [Dx05], areas: [sussex], at_least: 9}\n",
        "asks for 9, and 0 qualify",
    ),
    "never": ("never:\n  - {dispositions: [Dx05], types: [pharmacy]}\n", "is broken by `sussex-chemist`"),
}


@pytest.mark.parametrize("kind", PROMISES)
def test_a_policy_whose_promises_some_call_breaks_is_not_put_up_for_signing(world: World, kind: str) -> None:
    promise, said = PROMISES[kind]
    pathways = world.home / "pathways"
    pathways.mkdir()
    (pathways / "wrist-injury.yaml").write_text(PATHWAY, encoding="utf-8")
    world.edit("policy.yaml", "keep_per_type", f"{promise}keep_per_type")
    command = ["-d", str(world.folder), "--trust", str(world.trust), "--pathways", str(pathways), "--prepare"]
    refused = CliRunner().invoke(app, [*command, "--issued-at", ISSUED])
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert f"error[{kind}-broken]" in refused.stderr
    assert "small/policy.yaml:" in refused.stderr
    assert not (world.folder / "sign-off").exists()


def test_calls_of_a_file_are_routed_through_both_versions(world: World) -> None:
    world.signed()
    base, calls = world.home / "base", world.home / "calls.csv"
    shutil.copytree(world.folder, base)
    world.edit("services/kent.yaml", "Mo-Fr 09:00-18:00", "Mo-Fr 09:00-20:00")
    world.edit("directory.yaml", "serial: 1\n", "serial: 2\n")
    hours = ("12:00", "18:30", "21:30")
    rows = [f"2026-11-23T{hour},CT9,34,female,Dx05,SG1107,SD4052" for hour in hours]
    calls.write_text("\n".join(["at,postcode,age,sex,disposition,symptom_group,symptom_discriminator", *rows]))
    asked = ["--prepare", "--base", str(base), "--calls", str(calls)]
    result = run(world, *asked)
    assert "1 of 3 calls are answered otherwise" in result.stdout
    assert "Dx05 at CT9, 2026-11-23T18:30: kent-ed → kent-chemist, kent-ed" in result.stdout
    assert run(world, "--prepare", "--calls", str(calls)).exit_code == 2


def test_the_json_says_what_was_prepared(world: World) -> None:
    result = run(world, "--prepare", "--json")
    found = json.loads(result.stdout)
    assert (found["action"], found["directory"], found["serial"], found["moved"]) == ("prepared", "small", 1, None)
    assert [one["owner"] for one in found["needed"]] == ["kent", "quorum", "sussex"]
    assert {"record": "service/kent-ed", "what": "added", "fields": ["all"], "owners": ["kent"]} in found["changes"]


@needs_ssh_keygen
def test_the_json_of_a_signature_says_how_the_directory_stands_then(world: World) -> None:
    run(world, "--prepare")
    assert sign_as(world, LEAD, "--json").exit_code == 2
    found = json.loads(sign_as(world, LEAD, "--json", "--yes").stdout)
    assert (found["action"], found["standing"]["status"]) == ("signed", "unapproved")


def test_the_summary_is_markdown_that_nothing_can_escape_from(world: World) -> None:
    assert run(world, "--prepare", "--note", "<b>*bold*").exit_code == 0
    text = (world.serial_folder(1) / "summary.md").read_text()
    assert "Note: \\<b\\>\\*bold\\*" in text
    assert "For reading only" in text


@needs_ssh_keygen
def test_the_shipped_directories_are_signed_for_demonstration(tmp_path: Path) -> None:
    """The script signs a copy, the same way twice; its stores are demonstrations, and it then leaves all alone."""
    shutil.copytree(ROOT / "directories/milton-keynes", tmp_path / "directories/milton-keynes",
                    ignore=shutil.ignore_patterns("sign-off"))  # fmt: skip
    script = loaded_script()
    arguments = [
        "--issued-at",
        ISSUED,
        "--directories",
        str(tmp_path / "directories"),
        "--stores",
        str(tmp_path / "stores"),
    ]
    assert script.main(arguments) == 0
    first = {
        path: path.read_bytes()
        for path in (tmp_path / "directories/milton-keynes/sign-off").rglob("*")
        if path.is_file()
    }
    assert script.main(arguments) == 0
    assert script.main([*arguments, "--afresh"]) == 0
    assert {path: path.read_bytes() for path in first} == first
    assert DEPUTY not in " ".join(path.name for path in first)
    assert "demonstration: true" in (tmp_path / "stores/milton-keynes/policy.yaml").read_text()


def loaded_script() -> Any:
    spec = importlib.util.spec_from_file_location("sign_shipped", ROOT / "scripts/sign_shipped.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

"""A signature, the chain, the tables and a record, checked by the standard tools alone: as `verify --how` prints."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dos_router.signoff.by_hand import lines_by_hand, record_line

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import DEPUTY, LEAD, SAFETY, SUSSEX, World

TOOLS = ("ssh-keygen", "sha256sum", "bash")
pytestmark = pytest.mark.skipif(any(shutil.which(tool) is None for tool in TOOLS), reason=f"needs {', '.join(TOOLS)}")


@pytest.fixture
def world(tmp_path: Path) -> World:
    built = World(tmp_path).build()
    built.edit("services/kent.yaml", "name: Kent chemist", 'name: Kent\'s "100%" caf\u00e9 \\ chemist')
    built.signed()
    built.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    return built.signed(LEAD, DEPUTY)


def shell(lines: list[str], folder: Path) -> list[str]:
    script = ["bash", "-euo", "pipefail", "-c", "\n".join(lines)]
    return subprocess.run(script, cwd=folder, capture_output=True, text=True, check=True).stdout.splitlines()


def test_every_line_runs_and_says_what_it_should(world: World, tmp_path: Path) -> None:
    evidence = world.evidence()
    printed = shell(lines_by_hand(evidence.content, evidence.chain, world.trust), tmp_path)
    good = [line for line in printed if line.startswith("Good")]
    assert len(good) == len((LEAD, SUSSEX, SAFETY)) + len((LEAD, DEPUTY))
    digests = {line.split()[1]: line.split()[0] for line in printed if not line.startswith("Good")}
    first, second = evidence.chain.links
    assert second.statement is not None
    assert digests["sign-off/0001/statement.json"] == second.statement.previous
    assert digests["sign-off/0002/statement.json"] == second.signed.sha256
    assert digests["places.csv"] == second.statement.files["places.csv"]
    assert first.serial == 1


def test_every_record_is_digested_by_sha256sum_alike(world: World, tmp_path: Path) -> None:
    records = list(world.evidence().content.records.values())
    printed = shell([record_line(record) for record in records], tmp_path)
    assert [line.split()[0] for line in printed] == [record.sha256 for record in records]


def test_a_spoilt_statement_fails_by_hand_too(world: World, tmp_path: Path) -> None:
    path = world.serial_folder(2) / "statement.json"
    path.write_bytes(path.read_bytes().replace(b'"note": ""', b'"note": "x"'))
    evidence = world.evidence()
    with pytest.raises(subprocess.CalledProcessError):
        shell(lines_by_hand(evidence.content, evidence.chain, world.trust), tmp_path)


def test_the_record_asked_for_is_the_example(world: World) -> None:
    evidence = world.evidence()
    lines = lines_by_hand(evidence.content, evidence.chain, None, "policy/small")
    assert lines[-1] == record_line(evidence.content.records["policy/small"])
    assert not any("ssh-keygen" in line for line in lines)

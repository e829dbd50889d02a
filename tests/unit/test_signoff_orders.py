"""Orders that stop things: revocation and emergency suspension, who may give them, and what is ignored."""

from __future__ import annotations

import shutil
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from dos_router.diagnostics import Malformed
from dos_router.signoff.evaluate import standing_of
from dos_router.signoff.history import history
from dos_router.signoff.standing import Status
from dos_router.signoff.utc import utc_text
from dos_router.signoff.workflow import revoke, suspend

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import DEPUTY, LEAD, NOW, SAFETY, SUSSEX, World, rules, signature_over

HOURS = timedelta(hours=1)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path).build().signed()


def suspended(world: World, service: str, person: str, hours: int = 24) -> Path:
    until = utc_text(NOW + hours * HOURS)
    return suspend(
        world.evidence(), service, until, person, Path("key"), now=NOW, note="flood",
        sign=lambda _, data: signature_over(data, world.keys[person]),
    )  # fmt: skip


def revoked(world: World, serial: int, person: str) -> Path:
    return revoke(
        world.evidence(), serial, person, Path("key"), now=NOW, note="wrong hours",
        sign=lambda _, data: signature_over(data, world.keys[person]),
    )  # fmt: skip


@pytest.mark.parametrize("person", [SUSSEX, LEAD, DEPUTY])
def test_one_of_its_owners_or_the_lead_suspends_a_service(world: World, person: str) -> None:
    suspended(world, "sussex-unit", person)
    standing = world.standing()
    assert standing.status is Status.CURRENT
    (order,) = standing.suspensions
    assert (order.service, order.note) == ("sussex-unit", "flood")
    assert [order.is_on_at(NOW + hours * HOURS) for hours in (-1, 0, 23, 24)] == [False, True, True, False]
    assert world.standing(NOW + 24 * HOURS).suspensions == ()


@pytest.mark.parametrize(
    ("service", "person", "hours", "rule"),
    [
        ("sussex-unit", SUSSEX, 73, "suspension-length"),
        ("sussex-unit", SUSSEX, 0, "suspension-length"),
        ("sussex-unit", SAFETY, 24, "suspension-owner"),
        ("kent-chemist", SUSSEX, 24, "suspension-owner"),
        ("kent-ed", LEAD, 24, "suspension-catch-all"),
        ("nowhere", LEAD, 24, "suspension-service"),
    ],
)
def test_what_may_not_be_suspended(world: World, service: str, person: str, hours: int, rule: str) -> None:
    with pytest.raises(Malformed) as refused:
        suspended(world, service, person, hours)
    assert refused.value.rule == rule
    assert not (world.folder / "sign-off/suspensions").exists()


def forged(world: World, kind: str, data: bytes, person: str) -> None:
    folder = world.folder / f"sign-off/{kind}/forged"
    folder.mkdir(parents=True)
    (folder / "order.json").write_bytes(data)
    (folder / f"{person}.sig").write_bytes(signature_over(data, world.keys[person]))


@pytest.mark.parametrize(
    ("old", "new", "person"),
    [
        ('"sussex-unit"', '"kent-ed"', LEAD),
        ("2026-11-22", "2026-11-30", SUSSEX),
        ('"small"', '"other"', SUSSEX),
        ("suspension/v1", "revocation/v1", SUSSEX),
        ('"note"', '"because"', SUSSEX),
        ("flood", "a flood", SAFETY),
    ],
)
def test_a_suspension_that_should_not_be_suspends_nothing(world: World, old: str, new: str, person: str) -> None:
    path = suspended(world, "sussex-unit", SUSSEX)
    data = path.read_bytes().replace(old.encode(), new.encode())
    shutil.rmtree(path.parent)
    forged(world, "suspensions", data, person)
    standing = world.standing()
    assert (standing.status, standing.suspensions) == (Status.CURRENT, ())
    assert [reason.rule for reason in standing.reasons] == ["suspension-ignored"]


def test_a_suspension_whose_signature_was_stripped_suspends_nothing(world: World) -> None:
    path = suspended(world, "sussex-unit", SUSSEX)
    (path.parent / f"{SUSSEX}.sig").unlink()
    standing = world.standing()
    assert standing.suspensions == ()
    assert "nobody signed it" in standing.reasons[0].message


def test_a_signature_on_a_statement_is_none_on_an_order(world: World) -> None:
    path = suspended(world, "sussex-unit", SUSSEX)
    shutil.copy(world.serial_folder(1) / f"{SUSSEX}.sig", path.parent / f"{SUSSEX}.sig")
    assert world.standing().suspensions == ()


@pytest.mark.parametrize("person", [LEAD, SUSSEX, SAFETY])
def test_any_one_person_with_a_role_revokes(world: World, person: str) -> None:
    revoked(world, 1, person)
    standing = world.standing()
    assert standing.status is Status.REVOKED
    assert "revoked" in rules(standing)
    assert person in " ".join(reason.message for reason in standing.reasons)
    assert history(world.evidence(), NOW)[0].revoked_by == (person,)


def test_what_a_revoked_statement_approved_is_approved_anew(world: World) -> None:
    revoked(world, 1, SUSSEX)
    statement = world.prepare()
    assert {entry.approved_in for entry in statement.records.values()} == {2}
    world.sign(LEAD, SUSSEX)
    assert world.standing().status is Status.CURRENT


def test_only_what_the_revoked_statement_approved(world: World) -> None:
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    world.signed(LEAD, DEPUTY)
    revoked(world, 2, LEAD)
    statement = world.prepare()
    assert [key for key, entry in statement.records.items() if entry.approved_in == 3] == ["service/kent-chemist"]
    world.sign(LEAD, DEPUTY)
    assert world.standing().status is Status.CURRENT


def test_a_revocation_by_nobody_stops_nothing(world: World) -> None:
    path = revoked(world, 1, LEAD)
    (path.parent / f"{LEAD}.sig").write_bytes(signature_over(b"", world.keys[LEAD]))
    standing = world.standing()
    assert standing.status is Status.CURRENT
    assert [reason.rule for reason in standing.reasons] == ["revocation-ignored"]


def test_a_revocation_taken_away_again_is_remembered(world: World, tmp_path: Path) -> None:
    path = revoked(world, 1, LEAD)
    options = {"now": NOW, "memory_path": tmp_path / "seen.json", "environment": {}, "trust": str(world.trust)}
    assert standing_of(world.folder, **options)[0].status is Status.REVOKED  # type: ignore[arg-type]
    shutil.rmtree(path.parent.parent)
    standing = standing_of(world.folder, **options)[0]  # type: ignore[arg-type]
    assert standing.status is Status.REVOKED
    assert "has seen serial 1 revoked" in standing.reasons[0].message


def test_a_serial_that_is_not_there(world: World) -> None:
    with pytest.raises(Malformed, match="no statement of serial 7"):
        revoked(world, 7, LEAD)


def test_orders_do_not_overwrite_one_another(world: World) -> None:
    first = suspended(world, "sussex-unit", SUSSEX)
    second = suspended(world, "sussex-unit", LEAD, 12)
    assert (first.parent.name, second.parent.name) == ("sussex-unit", "sussex-unit-2")
    assert len(world.standing().suspensions) == 2

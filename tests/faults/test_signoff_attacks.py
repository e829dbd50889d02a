"""Each attack on a sign-off that sign-off.md and the issue name: refused, each with its own reason."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dos_router.signoff.evaluate import gather
from dos_router.signoff.memory import Memory, Seen
from dos_router.signoff.names import look_alikes
from dos_router.signoff.standing import Standing, Status, decide
from dos_router.signoff.statement import Entry, Statement, parse_statement
from dos_router.signoff.verify import verify

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import (
    DEPUTY,
    EVERYBODY,
    LEAD,
    NOW,
    SUSSEX,
    World,
    armoured,
    blob_of,
    raw_signature,
    rules,
    seeded,
    signature_over,
    to_be_signed,
    wrapped,
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A directory whose serial 1 is duly signed."""
    return World(tmp_path).build().signed()


def refused(standing: Standing, status: Status, *because: str) -> None:
    """Assert a status, the reasons for it, and that a router does not run."""
    assert standing.status is status, [reason.message for reason in standing.reasons]
    assert set(because) <= rules(standing), rules(standing)
    assert not decide(standing).runs
    assert not decide(standing, allow_unsigned=True, allow_downgrade=True, enforce=True).runs


def seen(world: World, serial: int | None = None) -> Memory:
    """What a machine remembers that has verified the newest statement, or an older one."""
    links = world.evidence().chain.links
    link = links[-1] if serial is None else links[serial - 1]
    one = Seen(serial=link.serial, statement_sha256=link.signed.sha256, folder=str(world.folder.resolve()))
    return Memory(directories={"small": one}, seen_at=NOW)


def statement(world: World, serial: int = 1) -> Statement:
    return parse_statement((world.serial_folder(serial) / "statement.json").read_bytes())


def test_before_any_attack_all_is_well(world: World) -> None:
    assert world.standing().status is Status.CURRENT
    assert world.standing(memory=seen(world)).status is Status.CURRENT


# ---- the files


@pytest.mark.parametrize(
    ("name", "old", "new", "key"),
    [
        ("services/kent.yaml", "Mo-Fr 09:00-18:00", "Mo-Fr 09:00-18:30", "service/kent-chemist"),
        ("services/sussex.yaml", "name: Sussex Trust", "name: Another Trust", "service/sussex-unit"),
        ("policy.yaml", "default: 2", "default: 3", "policy/small"),
        ("profiles.yaml", "Dx05]}", "Dx05, Dx06]}", "profile/all"),
        ("places.csv", "636500", "636501", "file/places.csv"),
        ("directory.yaml", "NHS Sussex", "NHS Essex", "directory/small"),
    ],
)
def test_a_changed_value_is_named(world: World, name: str, old: str, new: str, key: str) -> None:
    world.edit(name, old, new)
    standing = world.standing()
    refused(standing, Status.CHANGED, "changed-since")
    assert key in standing.changed
    assert "record" in standing.line


def test_a_swapped_file_is_named(world: World) -> None:
    kent, sussex = (world.folder / f"services/{name}.yaml" for name in ("kent", "sussex"))
    sussex.write_text(kent.read_text().replace("kent-", "sussex-"))
    standing = world.standing()
    refused(standing, Status.CHANGED, "changed-since")
    assert "service/sussex-unit" in standing.changed


def test_an_added_and_a_deleted_file_are_named(world: World) -> None:
    world.write("services/more.yaml", "services:\n  - {id: more, name: More, type: pharmacy, opening: 24/7}\n")
    (world.folder / "services/sussex.yaml").unlink()
    world.write("holidays.csv", "date,name\n2026-12-25,Christmas Day\n")
    standing = world.standing()
    refused(standing, Status.CHANGED, "changed-since")
    assert {"service/more", "service/sussex-unit", "file/holidays.csv"} <= set(standing.changed)


def test_files_of_two_versions_mixed(world: World) -> None:
    older = (world.folder / "directory.yaml").read_text()
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    world.signed(LEAD, DEPUTY)
    world.write("directory.yaml", older)
    refused(world.standing(), Status.CHANGED, "serial-differs")


def test_a_validity_longer_than_what_was_signed(world: World) -> None:
    world.edit("directory.yaml", "until: 2027-03-31", "until: 2028-03-31")
    refused(world.standing(), Status.CHANGED, "valid-differs")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ranking: []\nranking: []\n", "duplicate-key"),
        ("keep_per_type: &one {default: 2}\nmore: *one\n", "yaml-anchor"),
        ("keep_per_type: {<<: {default: 2}}\n", "yaml-merge"),
        ("validate: !!bool true\n", "yaml-tag"),
        ("validate: true\n---\nvalidate: false\n", "yaml-documents"),
        ("validate: true\u0085never: []\n", "hidden-character"),
        ("validate: true\u2028never: []\n", "hidden-character"),
        ("validate: tr\u202eue\n", "hidden-character"),
        ("validate: tr\u200bue\n", "hidden-character"),
    ],
)
def test_yaml_that_two_readers_may_read_differently(world: World, text: str, rule: str) -> None:
    world.write("policy.yaml", text)
    refused(world.standing(), Status.CHANGED, rule)


def test_a_look_alike_letter_in_a_name_is_a_warning(world: World) -> None:
    world.edit("services/kent.yaml", "name: Kent chemist", "name: Kent ch\u0435mist")
    world.signed()
    standing = world.standing()
    assert standing.status is Status.CURRENT
    assert [reason.rule for reason in standing.reasons] == ["look-alike-name"]
    assert "U+0435" in standing.reasons[0].message


@pytest.mark.parametrize("name", ["Dŵr Caffè", "Zoë's café", "Ỳ Gŵyl", "Straße"])
def test_letters_that_people_here_write_are_no_doubt(name: str) -> None:
    assert look_alikes(name) == []


@pytest.mark.parametrize(
    "name", ["B\u043e\u043ets", "\u0412\u043e\u043e\u0442\u0455", "Boot\uff53", "B\u0131g", "e\u0301", "24\u0667"]
)
def test_letters_that_pass_for_others_are(name: str) -> None:
    assert look_alikes(name)


def test_a_look_alike_letter_in_an_id_is_refused(world: World) -> None:
    world.edit("services/kent.yaml", "id: kent-chemist", "id: kent-ch\u0435mist")
    refused(world.standing(), Status.CHANGED, "unsignable")


def test_a_record_given_twice_is_refused(world: World) -> None:
    shutil.copy(world.folder / "services/kent.yaml", world.folder / "services/copy.yaml")
    refused(world.standing(), Status.CHANGED, "duplicate-record")


# ---- the signatures


def test_all_signatures_stripped(world: World) -> None:
    for path in world.serial_folder(1).glob("*.sig"):
        path.unlink()
    refused(world.standing(), Status.UNAPPROVED, "no-signature", "lead-missing", "owner-missing", "quorum-missing")


@pytest.mark.parametrize(("person", "rule"), [(LEAD, "lead-missing"), (SUSSEX, "owner-missing")])
def test_one_of_three_stripped(world: World, person: str, rule: str) -> None:
    (world.serial_folder(1) / f"{person}.sig").unlink()
    standing = world.standing()
    refused(standing, Status.UNAPPROVED, rule)
    assert person in next(one for one in standing.missing if one.owner != "quorum").people


def test_the_whole_sign_off_stripped_where_it_was_seen(world: World) -> None:
    memory = seen(world)
    shutil.rmtree(world.folder / "sign-off")
    standing = world.standing(memory=memory)
    refused(standing, Status.DOWNGRADED, "was-signed")
    assert not decide(standing, allow_unsigned=True).runs
    assert decide(standing, allow_unsigned=True, allow_downgrade=True).runs


def test_stripped_and_given_another_id_in_the_same_folder(world: World) -> None:
    memory = seen(world)
    shutil.rmtree(world.folder / "sign-off")
    world.edit("directory.yaml", "id: small", "id: smaller")
    refused(world.standing(memory=memory), Status.DOWNGRADED, "was-signed")


def test_stripped_where_nothing_is_remembered_but_a_serial_is_asked_for(world: World) -> None:
    shutil.rmtree(world.folder / "sign-off")
    refused(world.standing(min_serial=1), Status.DOWNGRADED, "was-signed")


def test_a_key_substituted(world: World) -> None:
    data = (world.serial_folder(1) / "statement.json").read_bytes()
    (world.serial_folder(1) / f"{LEAD}.sig").write_bytes(signature_over(data, seeded(99)))
    refused(world.standing(), Status.UNAPPROVED, "key-substituted", "lead-missing")


def test_a_key_that_is_not_trusted(world: World) -> None:
    world.keys["mallory@kent.example"] = seeded(66)
    world.sign("mallory@kent.example")
    refused(world.standing(), Status.UNAPPROVED, "signer-unknown")


def test_a_trusted_person_without_a_role(world: World) -> None:
    world.keys["clerk@kent.example"] = seeded(67)
    world.write_trust()
    world.sign("clerk@kent.example")
    refused(world.standing(), Status.UNAPPROVED, "signer-without-role")


def test_the_wrong_commissioner_signs(world: World) -> None:
    world.edit("services/sussex.yaml", "17:30", "20:00")
    world.signed(LEAD, DEPUTY)
    standing = world.standing()
    refused(standing, Status.UNAPPROVED, "owner-missing")
    assert [(one.owner, one.records) for one in standing.missing] == [("sussex", ("service/sussex-chemist",))]


def test_a_threshold_met_by_a_copied_signature(world: World) -> None:
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    world.signed(LEAD)
    folder = world.serial_folder(2)
    shutil.copy(folder / f"{LEAD}.sig", folder / f"{DEPUTY}.sig")
    refused(world.standing(), Status.UNAPPROVED, "copied-signature", "quorum-missing")


def test_a_threshold_met_by_a_shared_key(world: World) -> None:
    world.keys[DEPUTY] = world.keys[LEAD]
    world.write_trust()
    refused(world.standing(), Status.UNAPPROVED, "shared-key")


def test_a_signature_for_another_purpose(world: World) -> None:
    data = (world.serial_folder(1) / "statement.json").read_bytes()
    (world.serial_folder(1) / f"{LEAD}.sig").write_bytes(signature_over(data, world.keys[LEAD], "git"))
    refused(world.standing(), Status.UNAPPROVED, "other-purpose")


def test_a_signature_for_another_purpose_relabelled(world: World) -> None:
    data, key = (world.serial_folder(1) / "statement.json").read_bytes(), world.keys[LEAD]
    relabelled = wrapped(blob_of(key), raw_signature(key, to_be_signed(data, "git")))
    (world.serial_folder(1) / f"{LEAD}.sig").write_bytes(relabelled)
    refused(world.standing(), Status.UNAPPROVED, "signature-wrong")


def test_two_signatures_in_one_file(world: World) -> None:
    path = world.serial_folder(1) / f"{LEAD}.sig"
    path.write_bytes(path.read_bytes() * 2)
    refused(world.standing(), Status.UNAPPROVED, "two-signatures")


def test_an_algorithm_downgraded(world: World) -> None:
    data, key = (world.serial_folder(1) / "statement.json").read_bytes(), world.keys[LEAD]
    blob = wrapped(blob_of(key), raw_signature(key, to_be_signed(data, name="sha1")), name="sha1")
    (world.serial_folder(1) / f"{LEAD}.sig").write_bytes(blob)
    refused(world.standing(), Status.UNAPPROVED, "algorithm-refused")


def test_a_signature_of_something_else(world: World) -> None:
    (world.serial_folder(1) / f"{LEAD}.sig").write_bytes(signature_over(b"another statement", world.keys[LEAD]))
    refused(world.standing(), Status.UNAPPROVED, "signature-wrong")


def test_an_armour_that_holds_something_else(world: World) -> None:
    (world.serial_folder(1) / f"{LEAD}.sig").write_bytes(armoured(b"SSHSIX" + bytes(100)))
    refused(world.standing(), Status.UNAPPROVED, "signature-form")


def test_a_signature_file_named_for_nobody(world: World) -> None:
    (world.serial_folder(1) / "Lead.sig").write_bytes(b"")
    refused(world.standing(), Status.UNAPPROVED, "signature-name")


# ---- keys whose time is over


def test_an_expired_key(world: World) -> None:
    world.dates[LEAD] = ',valid-before="20261101Z"'
    world.write_trust()
    refused(world.standing(), Status.UNAPPROVED, "key-expired", "lead-missing")
    assert "expired on 2026-11-01" in " ".join(reason.message for reason in world.standing().reasons)


def test_a_key_from_later_than_the_statement(world: World) -> None:
    world.dates[LEAD] = ',valid-after="20261101Z"'
    world.write_trust()
    refused(world.standing(), Status.UNAPPROVED, "key-expired")


def test_a_revoked_key(world: World) -> None:
    line = world.evidence().trust
    assert line is not None
    world.policy += f"revoked: ['{line.keys[LEAD][0].key.fingerprint}']\n"
    world.write_trust()
    refused(world.standing(), Status.UNAPPROVED, "key-revoked", "lead-missing")


def test_a_key_that_lapsed_is_a_warning_where_enough_others_signed(world: World) -> None:
    world.sign(DEPUTY)
    world.dates[LEAD] = ',valid-before="20261101Z"'
    world.write_trust()
    standing = world.standing()
    assert standing.status is Status.CURRENT
    assert [reason.rule for reason in standing.reasons] == ["key-expired"]


def test_a_key_that_will_lapse_before_the_sign_off_is_warned_of(world: World) -> None:
    world.dates[LEAD] = ',valid-before="20270101Z"'
    world.write_trust()
    assert [reason.rule for reason in world.standing().reasons] == ["key-ends-first"]


# ---- the chain


def test_an_older_directory_put_back(world: World) -> None:
    older = world.home / "older"
    shutil.copytree(world.folder, older)
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    memory = seen(world.signed(LEAD, DEPUTY))
    shutil.rmtree(world.folder)
    older.rename(world.folder)
    refused(world.standing(memory=memory), Status.ROLLED_BACK, "rolled-back")
    refused(world.standing(min_serial=2), Status.ROLLED_BACK, "below-min-serial")
    assert world.standing().status is Status.CURRENT  # a machine that starts empty cannot know


def test_a_chain_rewritten_from_its_beginning(world: World) -> None:
    memory = seen(world)
    shutil.rmtree(world.folder / "sign-off")
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    refused(world.signed().standing(memory=memory), Status.BROKEN, "chain-rewritten")


def test_a_gap_in_the_chain(world: World) -> None:
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    world.signed()
    shutil.rmtree(world.serial_folder(1))
    refused(world.standing(), Status.BROKEN, "chain-gap", "chain-predecessor")


def test_a_wrong_predecessor(world: World) -> None:
    world.edit("directory.yaml", "serial: 1\n", "serial: 2\n")
    first = statement(world)
    world.forge(replace(first, serial=2, previous="0" * 64))
    refused(world.standing(), Status.BROKEN, "chain-predecessor")


def test_an_earlier_statement_exchanged(world: World) -> None:
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    world.signed()
    world.forge(replace(statement(world), note="rewritten"))
    refused(world.standing(), Status.BROKEN, "chain-predecessor")


def test_a_statement_in_the_folder_of_another_serial(world: World) -> None:
    shutil.copytree(world.serial_folder(1), world.serial_folder(2))
    refused(world.standing(), Status.BROKEN, "chain-serial", "chain-predecessor")


def test_a_backdated_statement(world: World) -> None:
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    refused(world.signed(issued_at="2026-10-19T09:00:00Z").standing(), Status.BROKEN, "backdated")


def test_a_statement_from_the_future(tmp_path: Path) -> None:
    world = World(tmp_path).build().signed(issued_at="2027-01-01T00:00:00Z")
    refused(world.standing(), Status.BROKEN, "issued-in-future")


def test_the_sign_off_of_another_directory(world: World) -> None:
    world.edit("directory.yaml", "id: small", "id: other")
    refused(world.standing(), Status.BROKEN, "other-directory", "other-trust")


def test_a_changed_record_passed_off_as_approved_before(world: World) -> None:
    world.edit("services/sussex.yaml", "17:30", "20:00")
    honest = world.prepare()
    key = "service/sussex-chemist"
    passed_off = {**honest.records, key: honest.records[key]._replace(approved_in=1)}
    world.forge(replace(honest, records=passed_off), (LEAD, DEPUTY))
    refused(world.standing(), Status.BROKEN, "passed-off")


def test_another_owners_record_silently_removed(world: World) -> None:
    text = (world.folder / "services/sussex.yaml").read_text()
    world.write("services/sussex.yaml", text[: text.index("  - id: sussex-unit")])
    honest = world.prepare()
    world.forge(replace(honest, removed={}), (LEAD, DEPUTY))
    refused(world.standing(), Status.BROKEN, "silently-removed")
    world.forge(replace(honest, removed={"service/sussex-unit": "kent"}), (LEAD, DEPUTY))
    refused(world.standing(), Status.BROKEN, "removed-wrongly")
    world.forge(honest, (LEAD, DEPUTY))
    refused(world.standing(), Status.UNAPPROVED, "owner-missing")
    world.forge(honest, (LEAD, SUSSEX))
    assert world.standing().status is Status.CURRENT


def test_a_removal_hidden_behind_a_later_statement(world: World) -> None:
    """Sussex never signed that its unit goes; a statement later the removal is old news, and still needs them."""
    text = (world.folder / "services/sussex.yaml").read_text()
    world.write("services/sussex.yaml", text[: text.index("  - id: sussex-unit")])
    world.signed(LEAD, DEPUTY)
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    honest = world.prepare()
    world.forge(replace(honest, removed={}), (LEAD, DEPUTY))
    standing = world.standing()
    refused(standing, Status.UNAPPROVED, "owner-missing")
    (gap,) = standing.missing
    assert (gap.owner, gap.serial, gap.records) == ("sussex", 2, ("service/sussex-unit",))
    world.forge(replace(honest, removed={"service/sussex-unit": "kent"}), (LEAD, DEPUTY))
    refused(world.standing(), Status.UNAPPROVED, "owner-missing")


def test_a_record_taken_over_in_two_steps(world: World) -> None:
    """First it is called Kent's, which Sussex does not sign; then Kent changes what is now its own."""
    world.edit("services/sussex.yaml", "handles: [chemist]\n    commissioned_by: [sussex]\n  - id: sussex-unit",
               "handles: [chemist]\n    commissioned_by: [kent]\n  - id: sussex-unit")  # fmt: skip
    world.signed(LEAD, DEPUTY)
    world.edit("services/sussex.yaml", "17:30", "20:00")
    world.signed(LEAD, DEPUTY)
    standing = world.standing()
    refused(standing, Status.UNAPPROVED, "owner-missing")
    assert [(one.owner, one.records) for one in standing.missing] == [("sussex", ("service/sussex-chemist",))]


def test_a_record_removed_and_added_again_as_ones_own(world: World) -> None:
    whole = (world.folder / "services/sussex.yaml").read_text()
    world.write("services/sussex.yaml", whole[: whole.index("  - id: sussex-unit")])
    world.signed(LEAD, DEPUTY)
    world.write("services/sussex.yaml", "commissioned_by: [kent]".join(whole.rsplit("commissioned_by: [sussex]", 1)))
    world.signed(LEAD, DEPUTY)
    standing = world.standing()
    refused(standing, Status.UNAPPROVED, "owner-missing")
    assert {one.owner for one in standing.missing} == {"sussex"}


def test_an_owner_misnamed_in_the_statement(world: World) -> None:
    world.edit("services/sussex.yaml", "17:30", "20:00")
    honest = world.prepare()
    key = "service/sussex-chemist"
    entry = honest.records[key]
    world.forge(replace(honest, records={**honest.records, key: Entry("kent", *entry[1:])}), (LEAD, DEPUTY))
    refused(world.standing(), Status.UNAPPROVED, "owner-differs", "owner-missing")


# ---- the statement's bytes


def test_a_duplicate_key_in_a_duly_signed_statement(world: World) -> None:
    folder = world.serial_folder(1)
    text = (folder / "statement.json").read_text()
    (folder / "statement.json").write_text(text.replace(' "note": "",\n', ' "note": "",\n "note": "other",\n'))
    world.sign(*EVERYBODY)
    refused(world.standing(), Status.BROKEN, "duplicate-key-in-statement")


@pytest.mark.parametrize(
    "moment", ["2026-11-01T00:00:00", "2026-11-01T00:00:00+00:00", "2026-11-01", "2026-02-30T00:00:00Z"]
)
@pytest.mark.parametrize("field", ["valid_from", "issued_at"])
def test_local_or_zoneless_times(world: World, field: str, moment: str) -> None:
    folder = world.serial_folder(1)
    found = json.loads((folder / "statement.json").read_text())
    found[field] = moment
    (folder / "statement.json").write_text(json.dumps(found))
    world.sign(*EVERYBODY)
    refused(world.standing(), Status.BROKEN, "time-not-utc")


@pytest.mark.parametrize("extra", ['"extra": 1, ', '"serial": 1.0, ', '"note": NaN, ', '"note": "\u202e", '])
def test_a_statement_that_is_not_of_its_form(world: World, extra: str) -> None:
    folder = world.serial_folder(1)
    key = extra.partition(":")[0]
    lines = (folder / "statement.json").read_text().split("\n")
    text = "\n".join(line for line in lines if not line.startswith(f" {key}:"))
    (folder / "statement.json").write_text(text.replace("{", "{" + extra, 1), "utf-8")
    world.sign(*EVERYBODY)
    refused(world.standing(), Status.BROKEN, "statement-form")


# ---- trust and clock


def test_a_trust_store_inside_the_directory(world: World) -> None:
    shutil.move(world.trust, world.folder / "trust")
    standing = verify(gather(world.folder, trust=str(world.folder / "trust"), environment={}), NOW)
    refused(standing, Status.UNAPPROVED, "trust-inside")


def test_a_trust_store_that_is_a_link_into_the_directory(world: World) -> None:
    shutil.move(world.trust / "allowed_signers", world.folder / "allowed_signers")
    (world.trust / "allowed_signers").symlink_to(world.folder / "allowed_signers")
    refused(world.standing(), Status.UNAPPROVED, "trust-inside")


def test_no_trust_store_at_all(world: World) -> None:
    evidence = world.evidence()._replace(trust=None)
    refused(verify(evidence, NOW), Status.UNAPPROVED, "no-trust")


def test_a_clock_set_back_by_more_than_a_day(world: World) -> None:
    memory = seen(world)
    assert world.standing(NOW - timedelta(hours=23), memory).status is Status.CURRENT
    refused(world.standing(NOW - timedelta(hours=25), memory), Status.ROLLED_BACK, "clock-set-back")


def test_a_memory_that_cannot_be_read(world: World) -> None:
    refused(world.standing(memory=Memory(unreadable="seen.json")), Status.ROLLED_BACK, "memory-unreadable")


def test_demonstration_keys_where_it_was_signed_for_real(world: World) -> None:
    memory = seen(world)
    world.policy += "demonstration: true\n"
    world.write_trust()
    assert world.standing().status is Status.DEMONSTRATION
    refused(world.standing(memory=memory), Status.DOWNGRADED, "was-signed-for-real")


def test_a_demonstration_never_passes_enforcement(world: World) -> None:
    world.policy += "demonstration: true\n"
    world.write_trust()
    standing = world.standing()
    assert decide(standing).runs
    assert not decide(standing, enforce=True).runs


def test_several_attacks_are_told_at_once(world: World) -> None:
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    (world.serial_folder(1) / f"{LEAD}.sig").unlink()
    (world.serial_folder(1) / f"{SUSSEX}.sig").write_bytes(signature_over(b"", world.keys[SUSSEX]))
    found = rules(world.standing(NOW + timedelta(days=365)))
    assert {"changed-since", "lead-missing", "owner-missing", "signature-wrong", "quorum-missing", "expired"} <= found


def test_every_reason_says_what_to_do(world: World) -> None:
    world.edit("services/kent.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00")
    for path in world.serial_folder(1).glob("*.sig"):
        path.unlink()
    for reason in world.standing().reasons:
        assert reason.help
        assert reason.message == reason.message.rstrip(".")

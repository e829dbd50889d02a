"""The trust store: strict to the letter, each refusal with its own rule; dates as OpenSSH judges them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dos_router.diagnostics import Malformed
from dos_router.signoff.demonstration import demonstration_store
from dos_router.signoff.evaluate import find_trust
from dos_router.signoff.trust import load_trust, read_trust

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import DEPUTY, LEAD, POLICY, SAFETY, SUSSEX, World, public_line, seeded, signature_over

KEY = public_line(seeded(1))


def line(principal: str = LEAD, options: str = 'namespaces="dos-sign-off"', key: str = KEY) -> str:
    return f"{principal} {options} {key}\n"


def refusals(signers: str, policy: str = POLICY) -> set[str]:
    return {problem.rule for problem in read_trust(signers, policy)[1]}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (line("*@kent.example"), "trust-principal"),
        (line(f"{LEAD},{DEPUTY}"), "trust-principal"),
        (line("Lead@kent.example"), "trust-principal"),
        (line("lead"), "trust-principal"),
        (line("!lead@kent.example"), "trust-principal"),
        (line("l\u0435ad@kent.example"), "trust-principal"),
        (line(options='namespaces="git"'), "trust-namespace"),
        (line(options='namespaces="dos-sign-off,git"'), "trust-option"),
        (line(options='valid-after="20260101Z"'), "trust-namespace"),
        (line(options='cert-authority,namespaces="dos-sign-off"'), "trust-option"),
        (line(options='namespaces="dos-sign-off",no-touch-required'), "trust-option"),
        (line(options='namespaces="dos-sign-off",namespaces="dos-sign-off"'), "trust-option"),
        (line(options='namespaces="dos-sign-off",valid-after="20260101"'), "trust-date"),
        (line(options='namespaces="dos-sign-off",valid-before="2026-01-01Z"'), "trust-date"),
        (line(options='namespaces="dos-sign-off",valid-before="20260230Z"'), "trust-date"),
        (f"{LEAD} {KEY}\n", "trust-line"),
        (f"{LEAD}\n", "trust-line"),
        (line().replace(" ", "\t"), "trust-line"),
        (line().replace("\n", "\r\n"), "trust-line"),
        (line(key=KEY.replace("ssh-ed25519 ", "ssh-ed25519-cert-v01@openssh.com ")), "key-refused"),
        (line() + line(DEPUTY), "shared-key"),
        (line() + line(), "shared-key"),
    ],
)
def test_a_line_that_is_refused(text: str, rule: str) -> None:
    assert rule in refusals(text)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("quorum: 2", "quorum: 5", "trust-quorum"),
        ("quorum: 2", "quorum: 0", "bad-number"),
        ("lead: kent", "lead: kant", "trust-lead"),
        (SUSSEX, "chef@sussex.example", "trust-person"),
        ("format: 1", "format: 2", "unknown-word"),
        ("directory: small\n", "", "missing-key"),
        ("quorum: 2", "quorums: 2", "unknown-key"),
        ("quorum: 2", "quorum: 2\nrevoked: [MD5:00]", "trust-revoked"),
        ("quorum: 2", f"quorum: 2\nscopes: {{{LEAD}: [hour]}}", "unknown-word"),
        ("quorum: 2", "quorum: 2\nscopes: {nobody@kent.example: [hours]}", "trust-person"),
        ("quorum: 2", "quorum: 2\nquorum: 1", "duplicate-key"),
    ],
)
def test_a_policy_that_is_refused(tmp_path: Path, old: str, new: str, rule: str) -> None:
    world = World(tmp_path).build()
    assert rule in refusals((world.trust / "allowed_signers").read_text(), POLICY.replace(old, new))


def test_comments_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    world = World(tmp_path).build()
    signers = "# who may sign\n\n" + (world.trust / "allowed_signers").read_text()
    trust, problems = read_trust(signers, POLICY)
    assert problems == []
    assert trust is not None
    assert set(trust.keys) == {LEAD, DEPUTY, SUSSEX, SAFETY}
    assert trust.owners_of(LEAD) == {"kent"}


def test_one_person_may_have_two_keys(tmp_path: Path) -> None:
    world = World(tmp_path).build()
    text = (world.trust / "allowed_signers").read_text() + line(key=public_line(seeded(9)))
    trust, problems = read_trust(text, POLICY)
    assert problems == []
    assert trust is not None
    assert len(trust.keys[LEAD]) == 2


def test_the_hash_is_what_sha256sum_prints(tmp_path: Path) -> None:
    world = World(tmp_path).build()
    trust, _ = load_trust(world.trust)
    assert trust is not None
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not installed")
    shell = ["bash", "-c", "sha256sum allowed_signers policy.yaml | sha256sum"]
    printed = subprocess.run(shell, cwd=world.trust, capture_output=True, text=True, check=True).stdout
    assert printed.split()[0] == trust.sha256


def test_a_byte_order_mark_is_refused(tmp_path: Path) -> None:
    world = World(tmp_path).build()
    path = world.trust / "allowed_signers"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert [problem.rule for problem in load_trust(world.trust)[1]] == ["trust-line"]


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
@pytest.mark.parametrize("day", [1, 2, 3])
def test_dates_are_never_more_lenient_than_those_of_ssh_keygen(tmp_path: Path, day: int) -> None:
    options = 'namespaces="dos-sign-off",valid-after="20270102Z",valid-before="202701030000Z"'
    (tmp_path / "allowed").write_text(line(options=options))
    (tmp_path / "sig").write_bytes(signature_over(b"data", seeded(1)))
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", LEAD, "-n", "dos-sign-off", "-s", "sig"]
    command.append(f"-Overify-time=2027010{day}000000Z")
    done = subprocess.run(command, input=b"data", cwd=tmp_path, capture_output=True, check=False)
    trust, _ = read_trust(
        line(options=options), POLICY.split("owners:")[0].replace("2\n", "1\n") + f"owners: {{kent: [{LEAD}]}}\n"
    )
    assert trust is not None
    ours = trust.keys[LEAD][0].may_sign_at(datetime(2027, 1, day, tzinfo=UTC))
    assert ours is (day == 2)
    assert not ours or done.returncode == 0


def test_where_the_store_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path).build()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert find_trust(str(world.trust), {}, "small") == world.trust
    assert find_trust(None, {"DOS_ROUTER_TRUST": str(world.trust)}, "small") == world.trust
    assert find_trust(None, {}, "small") is None
    shutil.copytree(world.trust, tmp_path / "config/dos-router/trust/small")
    assert find_trust(None, {}, "small") == tmp_path / "config/dos-router/trust/small"
    assert (
        find_trust(str(tmp_path / "config/dos-router/trust"), {}, "small") == tmp_path / "config/dos-router/trust/small"
    )
    assert demonstration_store("small") is None
    with pytest.raises(Malformed, match="no trust store"):
        find_trust(str(tmp_path / "nowhere"), {}, "small")


@pytest.mark.parametrize("directory", ["kent-surrey-sussex", "milton-keynes", "bedfordshire-luton"])
def test_a_demonstration_key_makes_any_store_a_demonstration(directory: str) -> None:
    """Whoever copies a demonstration key into a store of their own has a demonstration all the same."""
    store = demonstration_store(directory)
    assert store is not None
    shipped, problems = load_trust(store)
    assert (problems, shipped is not None and shipped.demonstration) == ([], True)
    words = (store / "allowed_signers").read_text().splitlines()[0].split()
    policy = f"format: 1\ndirectory: small\nlead: kent\nquorum: 1\nowners: {{kent: [{LEAD}]}}\n"
    trust, _ = read_trust(line(key=f"{words[2]} {words[3]}"), policy)
    assert trust is not None
    assert trust.demonstration
    trust, _ = read_trust(line(), policy)
    assert trust is not None
    assert not trust.demonstration

"""Sign the shipped directories with demonstration keys, and write the trust stores that know those keys.

The private keys lie in scripts/demonstration-keys/ for all to see: they show how sign-off works, and protect
nothing. Apart from the date given, the same files give the same signatures.

    python scripts/sign_shipped.py --issued-at 2026-10-20T09:00:00Z

A directory whose newest sign-off still fits its files is left alone. `--afresh` begins its chain again at serial 1.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dos_router.diagnostics import Malformed
from dos_router.reports.sign_text import summary_markdown
from dos_router.signoff.chain import FOLDER
from dos_router.signoff.content import Content, differing_keys, read_content
from dos_router.signoff.demonstration import DOMAIN
from dos_router.signoff.evaluate import gather
from dos_router.signoff.signing import make_signature, write_whole
from dos_router.signoff.sshsig import NAMESPACE
from dos_router.signoff.standing import Status
from dos_router.signoff.trust import CLINICAL_SAFETY
from dos_router.signoff.utc import parse_utc
from dos_router.signoff.verify import Evidence, verify
from dos_router.signoff.workflow import prepare_next, sign_statement, write_prepared

ROOT = Path(__file__).parents[1]
KEYS = Path(__file__).with_name("demonstration-keys")
WARNING = "demonstration key, its private half is public: protects nothing"
NOTE = "Signed with demonstration keys, which protect nothing."


def main(arguments: list[str] | None = None) -> int:
    """Sign each directory, those that others include first; return the exit code."""
    asked = _read(arguments)
    now = parse_utc(asked.issued_at)
    folders = sorted(path.parent for path in asked.directories.glob("*/directory.yaml"))
    try:
        for folder in sorted(folders, key=lambda one: len(_included(one))):
            print(f"{folder.name}: {_sign(folder, asked, now)}")
    except Malformed as problem:
        print(f"error: {problem.message}\n  help: {problem.help}", file=sys.stderr)
        return 1
    return 0


def _read(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--issued-at", required=True, help="the date of the statements, in UTC: 2026-10-20T09:00:00Z")
    parser.add_argument("--directories", type=Path, default=ROOT / "directories")
    parser.add_argument("--pathways", type=Path, default=ROOT / "pathways")
    parser.add_argument("--stores", type=Path, default=ROOT / "dos_router/signoff/demonstration")
    parser.add_argument("--keys", type=Path, default=KEYS)
    parser.add_argument("--afresh", action="store_true", help="begin each chain again at serial 1")
    return parser.parse_args(arguments)


def _included(folder: Path) -> set[str]:
    """Return the ids of the directories whose services another takes over."""
    content = read_content(folder)
    return {record.id for record in content.records.values() if record.kind == "included"} | {
        problem.message for problem in content.problems if problem.rule.startswith("included")
    }


def _sign(folder: Path, asked: argparse.Namespace, now: datetime) -> str:
    if asked.afresh:
        shutil.rmtree(folder / FOLDER, ignore_errors=True)
    store = _write_store(read_content(folder), asked.stores, asked.keys)
    evidence = _evidence(folder, asked, store)
    if _still_fits(evidence, now):
        return "its sign-off fits its files, left alone"
    prepared = prepare_next(evidence, now=now, issued_at=asked.issued_at, note=NOTE)
    write_prepared(prepared, folder, summary_markdown(prepared))
    for person in sorted({person for one in prepared.needed for person in one.people}):
        evidence = _evidence(folder, asked, store)
        link = evidence.chain.links[-1]
        sign_statement(evidence, link, asked.keys / person, person, now, _sign_with)
    standing = verify(_evidence(folder, asked, store), now)
    unfit = [reason.message for reason in standing.reasons if reason.rule not in {"not-yet-valid", "expired"}]
    if unfit:
        raise Malformed(f"{folder.name}: {unfit[0]}", help="`dos-router verify` tells all of it")
    return f"signed as serial {prepared.statement.serial}"


def _evidence(folder: Path, asked: argparse.Namespace, store: Path) -> Evidence:
    return gather(folder, trust=str(store), environment={}, pathways=asked.pathways)


def _still_fits(evidence: Evidence, now: datetime) -> bool:
    newest = evidence.chain.newest
    if newest is None or newest.statement is None:
        return False
    fits = not differing_keys(evidence.content, newest.statement.records, newest.statement.files)
    marked = verify(evidence, now).status
    return fits and marked in {Status.DEMONSTRATION, Status.NOT_YET_VALID, Status.EXPIRED}


def _write_store(content: Content, stores: Path, keys: Path) -> Path:
    """Write the trust store of a directory: one person for each commissioner, and one for clinical safety."""
    head = content.records[f"directory/{content.directory}"]
    owners = {name: f"lead@{name}{DOMAIN}" for name in sorted(head.named | {content.lead or ""}) if name}
    owners[CLINICAL_SAFETY] = f"safety@{CLINICAL_SAFETY}{DOMAIN}"
    lines = [f'{who} namespaces="{NAMESPACE}" {_public(who, keys)} {WARNING}\n' for who in sorted(owners.values())]
    policy = [
        "# Demonstration keys: their private halves are public. Nothing is protected by them.\n",
        f"format: 1\ndirectory: {content.directory}\nlead: {content.lead}\nquorum: 2\ndemonstration: true\nowners:\n",
        *(f"  {owner}: [{who}]\n" for owner, who in owners.items()),
    ]
    store = stores / content.directory
    write_whole(store / "allowed_signers", "".join(lines).encode())
    write_whole(store / "policy.yaml", "".join(policy).encode())
    return store


def _public(person: str, keys: Path) -> str:
    """Return a person's public key, their private one made where it is missing: its seed is no secret either."""
    path = keys / person
    if not path.is_file():
        seed = hashlib.sha256(f"dos-router: {WARNING}: {person}".encode()).digest()
        key = Ed25519PrivateKey.from_private_bytes(seed)
        kinds = serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
        write_whole(path, key.private_bytes(*kinds))
    private = serialization.load_ssh_private_key(path.read_bytes(), None)
    kinds_public = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    return private.public_key().public_bytes(*kinds_public).decode()


def _sign_with(key: Path, data: bytes) -> bytes:
    """Sign with a copy of a key that only we can read, as ssh-keygen demands."""
    with tempfile.TemporaryDirectory() as home:
        copy = Path(home) / "key"
        shutil.copyfile(key, copy)
        copy.chmod(0o600)
        return make_signature(copy, data)


if __name__ == "__main__":
    sys.exit(main())

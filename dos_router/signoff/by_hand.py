"""How an auditor verifies without dos-router: OpenSSH and `sha256sum`, line by line."""

from __future__ import annotations

import shlex
from datetime import datetime
from pathlib import Path

from dos_router.signoff.chain import Chain, Link
from dos_router.signoff.content import SHIPPED, Content
from dos_router.signoff.digest import DOMAIN, canonical_json
from dos_router.signoff.records import Record
from dos_router.signoff.sshsig import NAMESPACE
from dos_router.signoff.trust import SIGNERS
from dos_router.signoff.utc import parse_utc


def lines_by_hand(content: Content, chain: Chain, trust: Path | None, record: str | None = None) -> list[str]:
    """Return shell lines that check the signatures, the chain, the tables and one record; `record` is its key."""
    lines = [f"cd {shlex.quote(content.folder)}"]
    if trust is not None:
        lines += ["# signatures: each prints `Good`", *_signature_lines(chain, trust.resolve())]
    lines += ["# the chain: each is the `previous` of the next, the last is the statement_sha256 in our outputs"]
    lines += [f"sha256sum {shlex.quote(link.signed.at.file)}" for link in chain.links]
    lines += ["# tables: as under `files` of the newest statement"]
    lines += [f"sha256sum {shlex.quote(path)}" for path in content.files if not path.startswith(SHIPPED)]
    key = record or next((key for key in sorted(content.records) if key.startswith("service/")), None)
    if key and key in content.records:
        one = content.records[key]
        return [*lines, f"# a record: {one.sha256} under `{key}`", record_line(one)]
    return lines


def record_line(record: Record) -> str:
    """Return the line that prints a record's digest, from its text tree written as JSON."""
    words = (DOMAIN.decode(), record.kind, record.id, canonical_json(record.tree))
    return f"printf '%s\\0%s\\0%s\\0%s' {' '.join(shlex.quote(word) for word in words)} | sha256sum"


def _signature_lines(chain: Chain, trust: Path) -> list[str]:
    return [_verify_line(link, person, trust, chain) for link in chain.links for person in link.signed.signatures]


def _verify_line(link: Link, person: str, trust: Path, chain: Chain) -> str:
    file = link.signed.at.file
    signature = f"{file.rpartition('/')[0]}/{person}.sig"
    words = ["ssh-keygen", "-Y", "verify", "-f", str(trust / SIGNERS), "-I", person, "-n", NAMESPACE, "-s", signature]
    if link is not chain.newest and link.statement:
        words.append(f"-Overify-time={_ssh_time(parse_utc(link.statement.issued_at))}")
    return f"{shlex.join(words)} < {shlex.quote(file)}"


def _ssh_time(moment: datetime) -> str:
    return moment.strftime("%Y%m%d%H%M%SZ")

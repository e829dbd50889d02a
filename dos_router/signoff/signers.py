"""Signatures beside signed bytes → the people whose signature counts, and why the others do not."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Container, Sequence
from datetime import datetime
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.signoff.allowed_signers import TrustedKey
from dos_router.signoff.chain import Link, Signed
from dos_router.signoff.sshsig import Signature, parse_signature
from dos_router.signoff.trust import Trust
from dos_router.signoff.utc import parse_utc, utc_text

# a signature that was good once: told as a warning where enough others stand
LAPSED = frozenset({"key-expired", "key-revoked"})


class Counted(NamedTuple):
    """The people whose signature counts, sorted; and each signature that is refused."""

    people: tuple[str, ...]
    problems: tuple[Diagnostic, ...]


def count_signatures(signed: Signed, trust: Trust, moments: Sequence[datetime]) -> Counted:
    """Judge each signature: a trusted person's key, valid at each of these moments, over these very bytes."""
    people, problems = [], []
    digest = _digests(signed.data)
    for principal, armoured in sorted(signed.signatures.items()):
        at = signed.at._replace(file=f"{signed.at.file.rpartition('/')[0]}/{principal}.sig")
        try:
            _judge(principal, parse_signature(armoured), digest, trust, moments)
        except Malformed as problem:
            problems.append(_refused(principal, problem, at))
        else:
            people.append(principal)
    return Counted(tuple(people), tuple(problems))


def count_chain(
    links: Sequence[Link], trust: Trust, revoked: Container[str], *, newest: int, now: datetime
) -> dict[int, Counted]:
    """Return, by serial, whose signatures count; nobody's on a statement that was revoked.

    A key must have been valid when the statement was issued; for the newest statement (its serial)
    also now: an older one is held by the hash in a later one, but the newest has nothing but its own
    date, which whoever holds an expired key could have written.
    """
    found = {}
    for link in links:
        issued = [parse_utc(link.statement.issued_at)] if link.statement else []
        counted = count_signatures(link.signed, trust, [*issued, now] if link.serial == newest else issued)
        found[link.serial] = counted._replace(people=()) if link.signed.sha256 in revoked else counted
    return found


def _refused(principal: str, problem: Malformed, at: Location) -> Diagnostic:
    said = f"the signature of `{principal}` does not count: {problem.message}"
    return error(problem.rule, said, at, problem.help or "ask them to sign this statement again")


def _judge(
    principal: str, signature: Signature, digest: Callable[[str], bytes], trust: Trust, moments: Sequence[datetime]
) -> None:
    """Raise Malformed for the first reason against a signature."""
    line = _line_of(principal, signature, trust)
    if line.key.fingerprint in trust.revoked:
        cure = "they sign again with a key that is not"
        raise Malformed(f"the key {line.key.fingerprint} was revoked", help=cure, rule="key-revoked")
    if not signature.is_over(digest, line.key):
        cure = "put back the statement that was signed, or have it signed again"
        raise Malformed("it is not over these bytes", help=cure, rule="signature-wrong")
    for moment in moments:
        _check_dates(line, moment)
    if not trust.owners_of(principal):
        cure = "name them in policy.yaml of the trust store, if they may sign"
        raise Malformed("the trust store names them for no owner", help=cure, rule="signer-without-role")


def _digests(data: bytes) -> Callable[[str], bytes]:
    """Return a function that digests the bytes by a hash's name, each hash once for all their signatures."""
    return functools.cache(lambda name: hashlib.new(name, data).digest())


def _line_of(principal: str, signature: Signature, trust: Trust) -> TrustedKey:
    """Return the trusted key that made a signature, if it is the principal's own."""
    if principal not in trust.keys:
        cure = "add them to allowed_signers if they may sign, after checking the fingerprint with them"
        raise Malformed("they are not in the trust store", help=cure, rule="signer-unknown")
    line = trust.owner_of_key(signature.key)
    if line is None:
        cure = "the key in the signature is another than the one that you trust for them: ask them"
        raise Malformed("it was made with a key that is not trusted", help=cure, rule="key-substituted")
    if line.principal != principal:
        cure = "people are counted: each signs with a key of their own"
        raise Malformed(f"it was made with the key of `{line.principal}`", help=cure, rule="copied-signature")
    return line


def _check_dates(line: TrustedKey, moment: datetime) -> None:
    if not line.may_sign_at(moment):
        late = line.valid_before is not None and moment >= line.valid_before
        edge = line.valid_before if late else line.valid_after
        word = "expired on" if late else "is not valid before"
        said = f"the key {word} {utc_text(edge) if edge else ''}, judged at {utc_text(moment)}"
        raise Malformed(said, help="they sign again with a key that is valid", rule="key-expired")

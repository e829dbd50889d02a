"""The steps of signing, each a function of what was read: prepare, sign, revoke, suspend. Nothing is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from dos_router.diagnostics import Location, Malformed
from dos_router.signoff.chain import FOLDER, ORDER, REVOCATIONS, STATEMENT, SUSPENSIONS, Link, Signed, serial_name
from dos_router.signoff.chain_faults import chain_faults
from dos_router.signoff.content import differing_keys
from dos_router.signoff.orders import (
    Revocation,
    Suspension,
    check_suspension,
    judge_orders,
    owners_who_may_stop,
    write_revocation,
    write_suspension,
)
from dos_router.signoff.prepare import Prepared, needed_for, prepare
from dos_router.signoff.signers import count_chain, count_signatures
from dos_router.signoff.signing import make_signature, write_whole
from dos_router.signoff.statement import Statement, write_statement
from dos_router.signoff.trust import Trust
from dos_router.signoff.utc import parse_utc, utc_text
from dos_router.signoff.verify import Evidence

Sign = Callable[[Path, bytes], bytes]


def trust_in(evidence: Evidence) -> Trust:
    """Return the trust store that signing needs. Raises Malformed for a missing or refused one."""
    if evidence.trust is not None:
        return evidence.trust
    first = next(iter(evidence.trust_problems), None)
    if first is None:
        cure = "name one with --trust: it says who leads, who may sign for whom, and whose keys count"
        raise Malformed("signing needs a trust store", help=cure, rule="no-trust")
    raise Malformed(f"{first.location}: {first.message}", help=first.help, rule=first.rule)


def prepare_next(evidence: Evidence, *, now: datetime, issued_at: str, note: str) -> Prepared:
    """Return the next statement; one that nobody has signed yet is replaced by it. Raises Malformed."""
    trust = trust_in(evidence)
    chain = evidence.chain
    if chain.newest and not chain.newest.signed.signatures and evidence.content.serial == chain.newest.serial:
        chain = replace(chain, links=chain.links[:-1])
    faults = [fault for fault in chain_faults(chain, evidence.content.directory) if fault.is_error]
    if faults and chain.links:
        raise Malformed(f"{faults[0].location}: {faults[0].message}", help=faults[0].help, rule=faults[0].rule)
    return prepare(
        evidence.content, chain, trust, _people(evidence, chain.links, now), issued_at=issued_at, note=note
    )  # fmt: skip


def write_prepared(prepared: Prepared, folder: Path, summary: str) -> Path:
    """Write a statement and its summary into the directory's sign-off, and return the statement's path."""
    home = folder / FOLDER / serial_name(prepared.statement.serial)
    write_whole(home / STATEMENT, write_statement(prepared.statement))
    write_whole(home / "summary.md", summary.encode())
    return home / STATEMENT


def to_sign(evidence: Evidence, principal: str, now: datetime) -> tuple[Link, Prepared]:
    """Return the newest statement and what it approves. Raises Malformed where they have nothing to sign."""
    trust, newest = trust_in(evidence), evidence.chain.newest
    _check_principal(principal, trust)
    if newest is None or newest.statement is None:
        raise Malformed("no statement is prepared", help="`dos-router sign --prepare` writes one", rule="not-prepared")
    faults = [fault for fault in chain_faults(evidence.chain, evidence.content.directory) if fault.is_error]
    faults += evidence.content.problems
    if faults:
        raise Malformed(f"{faults[0].location}: {faults[0].message}", help=faults[0].help, rule=faults[0].rule)
    differing = differing_keys(evidence.content, newest.statement.records, newest.statement.files)
    if differing or evidence.content.serial != newest.serial:
        said = f"the files are no longer what serial {newest.serial} says: {', '.join(differing[:5]) or 'its serial'}"
        raise Malformed(said, help="prepare it anew, then sign", rule="changed-since")
    before = [link.statement for link in evidence.chain.links[:-1] if link.statement]
    people = _people(evidence, evidence.chain.links, now)
    return newest, needed_for(newest.statement, before, people, trust)


def sign_statement(
    evidence: Evidence, link: Link, key: Path, principal: str, now: datetime, sign: Sign = make_signature
) -> Path:
    """Sign a statement for a principal, and write the signature if it counts. Raises Malformed if it does not."""
    moments = [parse_utc(link.statement.issued_at), now] if link.statement else [now]
    signature = _counting(evidence, link.signed.data, key, principal, moments, sign)
    path = Path(evidence.content.folder) / Path(link.signed.at.file).parent / f"{principal}.sig"
    write_whole(path, signature)
    return path


def revoke(
    evidence: Evidence, serial: int, principal: str, key: Path, *, now: datetime, note: str, sign: Sign = make_signature
) -> Path:
    """Revoke a statement for the lead or any owner, and return the order's path. Raises Malformed."""
    link = next((one for one in evidence.chain.links if one.serial == serial), None)
    if link is None:
        raise Malformed(
            f"there is no statement of serial {serial}", help="`dos-router log` lists them", rule="no-serial"
        )
    order = Revocation(
        directory=evidence.content.directory, serial=serial, statement_sha256=link.signed.sha256,
        issued_at=utc_text(now), note=note,
    )  # fmt: skip
    name = serial_name(serial)
    return _give(evidence, write_revocation(order), Path(REVOCATIONS) / name, principal, key, now, sign)


def suspend(
    evidence: Evidence, service: str, until: str, principal: str, key: Path, *, now: datetime, note: str,
    sign: Sign = make_signature,
) -> Path:  # fmt: skip
    """Suspend a service for at most 72 hours, and return the order's path. Raises Malformed."""
    trust = trust_in(evidence)
    order = Suspension(
        directory=evidence.content.directory, service=service, issued_at=utc_text(now), until=until, note=note
    )
    record = evidence.content.services.get(service)
    check_suspension(order, record)
    if record and not owners_who_may_stop(record, trust) & trust.owners_of(principal):
        said = f"`{principal}` signs for no owner of `{service}`"
        raise Malformed(said, help=f"its owners: {record.owner(trust.lead)}", rule="suspension-owner")
    return _give(evidence, write_suspension(order), Path(SUSPENSIONS) / service, principal, key, now, sign)


def _give(evidence: Evidence, data: bytes, place: Path, principal: str, key: Path, now: datetime, sign: Sign) -> Path:
    """Sign an order, and write both it and the signature; a place that is taken gets a number."""
    signature = _counting(evidence, data, key, principal, [now], sign)
    home = Path(evidence.content.folder) / FOLDER
    taken = sum(1 for path in (home / place.parent).glob(f"{place.name}*")) if (home / place.parent).is_dir() else 0
    folder = home / place.parent / (f"{place.name}-{taken + 1}" if taken else place.name)
    write_whole(folder / ORDER, data)
    write_whole(folder / f"{principal}.sig", signature)
    return folder / ORDER


def _counting(evidence: Evidence, data: bytes, key: Path, principal: str, moments: list[datetime], sign: Sign) -> bytes:
    trust = trust_in(evidence)
    _check_principal(principal, trust)
    signature = sign(key, data)
    counted = count_signatures(
        Signed(data=data, signatures={principal: signature}, at=Location(STATEMENT)), trust, moments
    )
    if counted.problems:
        raise Malformed(counted.problems[0].message, help=counted.problems[0].help, rule=counted.problems[0].rule)
    return signature


def _check_principal(principal: str, trust: Trust) -> None:
    if principal not in trust.keys or not trust.owners_of(principal):
        people = sorted({person for owner in trust.people.values() for person in owner})
        said = f"the trust store names `{principal}` for no owner"
        raise Malformed(said, help=f"it names: {', '.join(people)}", rule="signer-without-role")


def _people(evidence: Evidence, links: tuple[Link, ...], now: datetime) -> dict[int, tuple[str, ...]]:
    """Return whose signature counts on each statement, judged at the time of signing."""
    trust = trust_in(evidence)
    revoked = judge_orders(evidence.chain.revocations, (), evidence.content, trust, now).revoked
    counted = count_chain(links, trust, revoked, newest=0, now=now)
    return {serial: found.people for serial, found in counted.items()}


def previous_of(evidence: Evidence, statement: Statement) -> Statement | None:
    """Return the statement before one, if it has any."""
    return next((one.statement for one in evidence.chain.links if one.serial == statement.serial - 1), None)

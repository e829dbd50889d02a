"""Preparing the next statement: what the files say now, what stands from before, what must be approved anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dos_router.diagnostics import Malformed
from dos_router.signoff.approvals import Ledger, Missing
from dos_router.signoff.chain import Chain
from dos_router.signoff.changes import Change
from dos_router.signoff.content import Content
from dos_router.signoff.records import Record
from dos_router.signoff.statement import Entry, Statement
from dos_router.signoff.trust import Trust


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement ready to be signed: what it approves itself, whose signatures it needs, and who leads."""

    statement: Statement
    changes: tuple[Change, ...]
    needed: tuple[Missing, ...]
    lead: str


def prepare(
    content: Content,
    chain: Chain,
    trust: Trust,
    signers: Mapping[int, tuple[str, ...]],
    *,
    issued_at: str,
    note: str = "",
) -> Prepared:
    """Return the next statement of a directory; `signers` names, by serial, whose signature counts so far.

    Records whose earlier approval no longer stands are put up for approval again. Raises Malformed
    where the files, the chain or the serial in directory.yaml allow no statement.
    """
    _check(content, chain, trust)
    statements = [link.statement for link in chain.links if link.statement]
    ledger = Ledger(trust)
    ledger.walk(statements, signers)
    newest = chain.newest
    before = newest.statement if newest else None
    serial = (newest.serial if newest else 0) + 1
    old = before.records if before else {}
    records = {key: _entry(record, old.get(key), serial, trust, ledger) for key, record in content.records.items()}
    if not content.has_pathways:
        records |= {key: entry for key, entry in old.items() if key.startswith("pathway/")}
    statement = Statement(
        directory=content.directory, serial=serial, previous=newest.signed.sha256 if newest else None,
        issued_at=issued_at, valid_from=content.valid[0], valid_until=content.valid[1], records=records,
        removed=_removed(records, old, ledger), files=dict(content.files), note=note,
    )  # fmt: skip
    return needed_for(statement, statements, signers, trust)


def needed_for(
    statement: Statement, before: list[Statement], signers: Mapping[int, tuple[str, ...]], trust: Trust
) -> Prepared:
    """Return a statement with what it approves and whose signatures it needs, whoever has signed it so far."""
    ledger = Ledger(trust)
    earlier = {serial: people for serial, people in signers.items() if serial != statement.serial}
    ledger.walk([*before, statement], earlier)
    return Prepared(statement, tuple(ledger.needed), tuple(ledger.missing(earlier)), trust.lead)


def _entry(record: Record, old: Entry | None, serial: int, trust: Trust, ledger: Ledger) -> Entry:
    owner = record.owner(trust.lead)
    stands = old is not None and (old.owner, old.sha256) == (owner, record.sha256) and record.key not in ledger.open
    return old if old is not None and stands else Entry(owner, record.sha256, serial, record.parts)


def _removed(records: Mapping[str, Entry], old: Mapping[str, Entry], ledger: Ledger) -> dict[str, str]:
    """Return the records that go, and those that went before without their owner's standing approval."""
    gone = {key: entry.owner for key, entry in old.items() if key not in records}
    unapproved = {key: ledger.holders[key] for key in ledger.open if "/" in key and not key.startswith("file/")}
    return gone | {
        key: " ".join(sorted(who)) for key, who in unapproved.items() if key not in records and key not in gone
    }


def _check(content: Content, chain: Chain, trust: Trust) -> None:
    """Raise Malformed for the first thing that allows no statement."""
    if content.problems:
        first = content.problems[0]
        raise Malformed(f"{first.location}: {first.message}" if first.location else first.message, help=first.help)
    if trust.directory != content.directory:
        said = f"the trust store is for `{trust.directory}`, not `{content.directory}`"
        raise Malformed(said, help="name the one for this directory with --trust", rule="other-trust")
    if content.lead is not None and content.lead != trust.lead:
        said = f"directory.yaml names the lead `{content.lead}`, the trust store `{trust.lead}`"
        raise Malformed(said, help="agree who leads, and say the same in both", rule="lead-differs")
    expected = chain.newest.serial + 1 if chain.newest else 1
    if content.serial != expected:
        said = f"directory.yaml says serial {content.serial}, and the next statement is serial {expected}"
        raise Malformed(said, help=f"write `serial: {expected}` in directory.yaml", rule="serial-differs")

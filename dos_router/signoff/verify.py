"""Verifying: one pure function of (files, trust, memory, now). It prints, writes and looks up nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location, error, warning
from dos_router.model.sign_off import Marks
from dos_router.signoff.approvals import Ledger, Missing
from dos_router.signoff.chain import Chain, Link, Signed
from dos_router.signoff.chain_faults import chain_faults
from dos_router.signoff.comparison import compare, doubts
from dos_router.signoff.content import Content
from dos_router.signoff.memory import Memory, Seen
from dos_router.signoff.orders import Orders, judge_orders
from dos_router.signoff.signers import LAPSED, count_chain
from dos_router.signoff.standing import STATUS_OF, WORST_FIRST, Standing, Status
from dos_router.signoff.statement import Statement
from dos_router.signoff.trust import Trust
from dos_router.signoff.utc import parse_utc, utc_text

CLOCK_TOLERANCE = timedelta(days=1)
NO_ORDERS = Orders({}, (), ())


class Evidence(NamedTuple):
    """All that is judged: the files, their chain of sign-offs, whom to trust (or why nobody), what was seen."""

    content: Content
    chain: Chain
    trust: Trust | None
    trust_problems: tuple[Diagnostic, ...] = ()
    memory: Memory = Memory()
    home: str = ""  # the folder, resolved, as the memory knows it


def verify(evidence: Evidence, now: datetime, *, min_serial: int = 0, as_at: datetime | None = None) -> Standing:
    """Return how a directory stands at a moment, with every reason at once.

    `min_serial` is for machines that remember nothing; `as_at` picks the statement that is in force
    then, and judges validity then, in place of the newest statement and now.
    """
    return _Verifying(evidence, now, as_at, min_serial).standing()


@dataclass(slots=True)
class _Verifying:
    evidence: Evidence
    now: datetime
    as_at: datetime | None
    min_serial: int
    reasons: list[Diagnostic] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    signers: tuple[str, ...] = ()
    orders: Orders = NO_ORDERS

    def standing(self) -> Standing:
        content, chain, trust, problems, memory, home = self.evidence
        seen = memory.of(content.directory, home)
        self.reasons += [*problems, *_clock_faults(memory, self.now), *content.problems, *doubts(content)]
        if trust is None and not problems:
            self.reasons.append(_no_trust(content))
        if trust:
            self.orders = judge_orders(chain.revocations, chain.suspensions, content, trust, self.now)
            self.reasons += self.orders.problems
        if not chain.links:
            self.reasons += _never_signed(content, seen, self.min_serial)
            return self.answer(None)
        self.reasons += chain_faults(chain, content.directory)
        self.reasons += _memory_faults(chain, seen, trust, self.min_serial)
        link = self.in_force()
        if link and link.statement:
            self.judge(link, link.statement, seen)
        return self.answer(link)

    def in_force(self) -> Link | None:
        """Return the newest statement, or the one that is in force at the moment asked for."""
        links = self.evidence.chain.links
        if self.as_at is None:
            return links[-1]
        covering = [link for link in links if link.statement and _covers(link.statement, self.as_at)]
        return covering[-1] if covering else links[-1]

    def judge(self, link: Link, statement: Statement, seen: Seen | None) -> None:
        at = link.signed.at
        self.reasons += _time_faults(statement, self.now, self.as_at or self.now, at)
        self.reasons += _revocation(link, self.orders, seen)
        trust = self.evidence.trust
        if trust is None:
            return
        content = self.evidence.content
        if trust.directory != content.directory:
            said = f"the trust store is for the directory `{trust.directory}`, not `{content.directory}`"
            self.reasons.append(error("other-trust", said, at, "name the one for this directory with --trust"))
        found, self.changed = compare(content, statement, trust.lead, at)
        self.reasons += found
        self.approvals(link, trust)

    def approvals(self, link: Link, trust: Trust) -> None:
        """Count the signatures of every statement up to this one, and find what approvals are lacking."""
        links = [one for one in self.evidence.chain.links if one.serial <= link.serial and one.statement]
        counted = count_chain(links, trust, self.orders.revoked, newest=link.serial, now=self.now)
        people = {serial: found.people for serial, found in counted.items()}
        ledger = Ledger(trust)
        ledger.walk([one.statement for one in links if one.statement], people)
        self.missing = ledger.missing(people)
        self.signers = people[link.serial]
        self.reasons += _signature_reasons(link.signed, counted[link.serial].problems, lacking=bool(self.missing))
        # a statement may lie under a number that is not its own, which the chain's faults tell
        for serial in sorted({one.serial for one in self.missing} & counted.keys() - {link.serial}):
            self.reasons += counted[serial].problems
        self.reasons += [_missing(one, trust, link.signed.at) for one in self.missing]
        self.reasons += _keys_that_end(self.signers, link, trust)

    def answer(self, link: Link | None) -> Standing:
        trust = self.evidence.trust
        good = Status.DEMONSTRATION if trust is not None and trust.demonstration else Status.CURRENT
        status = _status(self.reasons, self.evidence.content.problems, good) if link else _unsigned(self.reasons)
        statement = link.statement if link else None
        return Standing(
            directory=self.evidence.content.directory, status=status, reasons=tuple(dict.fromkeys(self.reasons)),
            missing=tuple(self.missing), changed=tuple(self.changed), signers=self.signers,
            marks=Marks(
                status=status.value, serial=link.serial if link else self.evidence.content.serial or None,
                statement_sha256=link.signed.sha256 if link else None,
                trust_sha256=trust.sha256 if trust else None, evaluated_at=utc_text(self.now),
            ),
            validity=(statement.valid_from, statement.valid_until) if statement else None,
            suspensions=tuple(order for order, _ in self.orders.suspended if parse_utc(order.until) > self.now),
            revoked=frozenset(self.orders.revoked),
        )  # fmt: skip


def _status(reasons: Iterable[Diagnostic], of_content: Iterable[Diagnostic], good: Status) -> Status:
    """Return the worst that any error makes of it; `good` where there is none.

    What cannot be digested counts as changed; any other error means that an approval does not stand.
    """
    contents = set(of_content)
    found = {
        STATUS_OF.get(reason.rule, Status.CHANGED if reason in contents else Status.UNAPPROVED)
        for reason in reasons
        if reason.is_error
    }
    return min(found, key=WORST_FIRST.index, default=good)


def _unsigned(reasons: Iterable[Diagnostic]) -> Status:
    found = {STATUS_OF[reason.rule] for reason in reasons if reason.is_error and reason.rule in STATUS_OF}
    return min(found, key=WORST_FIRST.index, default=Status.DRAFT)


def _no_trust(content: Content) -> Diagnostic:
    said = f"nobody is trusted to sign `{content.directory}` on this machine"
    cure = "name a trust store with --trust or DOS_ROUTER_TRUST, or put it into the user's configuration folder"
    return error("no-trust", said, None, cure)


def _never_signed(content: Content, seen: Seen | None, min_serial: int) -> list[Diagnostic]:
    at = Location("sign-off", folder=content.folder)
    if seen is None and not min_serial:
        cure = "`dos-router sign --prepare` writes the first statement"
        return [error("draft", f"`{content.directory or content.folder}` was never signed off", at, cure)]
    known = f"serial {seen.serial} was verified here" if seen else f"--min-serial asks for {min_serial}"
    cure = "put its folder `sign-off` back: someone may have taken the signatures away"
    return [error("was-signed", f"`{content.directory}` is unsigned now, and {known}", at, cure)]


def _clock_faults(memory: Memory, now: datetime) -> list[Diagnostic]:
    if memory.unreadable:
        cure = "delete the file if you know that it is damaged; what was seen is then forgotten"
        return [
            error("memory-unreadable", f"what this machine has seen cannot be read: {memory.unreadable}", None, cure)
        ]
    if memory.seen_at is None or now >= memory.seen_at - CLOCK_TOLERANCE:
        return []
    said = f"the clock says {utc_text(now)}, and this machine has seen {utc_text(memory.seen_at)}"
    return [error("clock-set-back", said, None, "set the clock right: an old sign-off would look current")]


def _memory_faults(chain: Chain, seen: Seen | None, trust: Trust | None, min_serial: int) -> list[Diagnostic]:
    newest = chain.links[-1]
    at, found = newest.signed.at, []
    if newest.serial < min_serial:
        said = f"serial {newest.serial} is older than --min-serial {min_serial}"
        found.append(error("below-min-serial", said, at, "fetch the newest version"))
    if seen is None:
        return found
    if trust and trust.demonstration:
        said = "it is signed with demonstration keys, and was signed for real when this machine last saw it"
        return [*found, error("was-signed-for-real", said, at, "name your own trust store with --trust")]
    if newest.serial < seen.serial:
        said = f"serial {newest.serial} is older than serial {seen.serial}, which this machine has seen"
        return [*found, error("rolled-back", said, at, "fetch the newest version: an older one was put back")]
    same = [link.signed.sha256 for link in chain.links if link.serial == seen.serial]
    if same != [seen.statement_sha256]:
        said = f"serial {seen.serial} is another statement than this machine has seen under that serial"
        found.append(error("chain-rewritten", said, at, "ask the lead which is right: the chain was rewritten"))
    return found


def _time_faults(statement: Statement, now: datetime, judged: datetime, at: Location) -> list[Diagnostic]:
    found = []
    if parse_utc(statement.issued_at) > now + CLOCK_TOLERANCE:
        said = f"serial {statement.serial} is dated {statement.issued_at}, which is in the future"
        found.append(error("issued-in-future", said, at, "set the clock right, or sign it anew"))
    if judged < parse_utc(statement.valid_from):
        said = f"the sign-off is valid from {statement.valid_from}, judged at {utc_text(judged)}"
        found.append(error("not-yet-valid", said, at, "wait, or use --as-at with a moment in its validity"))
    if judged >= parse_utc(statement.valid_until):
        said = f"the sign-off was valid until {statement.valid_until}, judged at {utc_text(judged)}"
        found.append(error("expired", said, at, "have a new version signed"))
    return found


def _covers(statement: Statement, moment: datetime) -> bool:
    return parse_utc(statement.valid_from) <= moment < parse_utc(statement.valid_until)


def _revocation(link: Link, orders: Orders, seen: Seen | None) -> list[Diagnostic]:
    digest, at = link.signed.sha256, link.signed.at
    cure = "sign a new version: nothing falls back to an older one by itself"
    if digest in orders.revoked:
        order, people = orders.revoked[digest]
        said = f"serial {link.serial} was revoked by {', '.join(people)} at {order.issued_at}"
        return [error("revoked", said + (f": {order.note}" if order.note else ""), at, cure)]
    if seen and digest in seen.revoked:
        return [
            error(
                "revoked", f"this machine has seen serial {link.serial} revoked, though no order says so now", at, cure
            )
        ]
    return []


def _signature_reasons(signed: Signed, problems: Sequence[Diagnostic], *, lacking: bool) -> list[Diagnostic]:
    """Return why signatures do not count; of one that has lapsed, a warning where enough others stand."""
    if not signed.signatures:
        return [
            error("no-signature", "the statement has no signature", signed.at, "put the signatures back, or sign it")
        ]
    return [
        replace(one, severity=warning("", "").severity) if one.rule in LAPSED and not lacking else one
        for one in problems
    ]


def _missing(one: Missing, trust: Trust, at: Location) -> Diagnostic:
    count = f"{len(one.records)} record{'' if len(one.records) == 1 else 's'}"
    who = f"one of {', '.join(one.people)}" if one.people else "nobody that the trust store names, or all have signed"
    cure = f"who may sign: {who}"
    if one.owner == "quorum":
        return error(
            "quorum-missing", f"fewer than {trust.quorum} people approved {count} of serial {one.serial}", at, cure
        )
    rule = "lead-missing" if one.owner == trust.lead else "owner-missing"
    named = f"the lead `{one.owner}`" if rule == "lead-missing" else f"`{one.owner}`"
    return error(rule, f"the approval of {named} is missing for {count} of serial {one.serial}", at, cure)


def _keys_that_end(people: Sequence[str], link: Link, trust: Trust) -> list[Diagnostic]:
    """Warn of a key that will expire before the sign-off does: its signature then counts no more."""
    until = parse_utc(link.statement.valid_until) if link.statement else None
    return [
        warning("key-ends-first", f"a key of `{person}` expires on {utc_text(one.valid_before)}, before the sign-off",
                one.at, "renew the key, and sign again with it in time")
        for person in people
        for one in trust.keys[person]
        if one.valid_before and until and one.valid_before < until
    ]  # fmt: skip

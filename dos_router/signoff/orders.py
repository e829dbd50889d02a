"""Orders that stop things, which one person may give: a sign-off revoked, a service suspended for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dos_router.diagnostics import Diagnostic, Malformed, warning
from dos_router.model.service import AMBULANCE, EMERGENCY_DEPARTMENT
from dos_router.signoff.chain import Signed
from dos_router.signoff.content import Content
from dos_router.signoff.records import Record
from dos_router.signoff.signers import Counted, count_signatures
from dos_router.signoff.strict_json import parse_object, text_of, whole_of, write_object
from dos_router.signoff.trust import Trust
from dos_router.signoff.utc import parse_utc

REVOCATION, SUSPENSION = "dos-router/revocation/v1", "dos-router/suspension/v1"
LONGEST = timedelta(hours=72)
NEVER_SUSPENDED = frozenset({EMERGENCY_DEPARTMENT, AMBULANCE})  # what a call ends in when all else fails


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """A statement that counts no more."""

    directory: str
    serial: int
    statement_sha256: str
    issued_at: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """A service that takes no callers from when it was issued, until (excluded) a moment within 72 hours."""

    directory: str
    service: str
    issued_at: str
    until: str
    note: str = ""

    def is_on_at(self, moment: datetime) -> bool:
        """Say whether the service is suspended at a moment."""
        return parse_utc(self.issued_at) <= moment < parse_utc(self.until)


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders that count: hashes of revoked statements with who revoked them, suspensions with who; the refused."""

    revoked: dict[str, tuple[Revocation, tuple[str, ...]]]
    suspended: tuple[tuple[Suspension, tuple[str, ...]], ...]
    problems: tuple[Diagnostic, ...]


def write_revocation(order: Revocation) -> bytes:
    """Return the bytes that are signed."""
    return write_object(
        {"type": REVOCATION, "directory": order.directory, "serial": order.serial,
         "statement_sha256": order.statement_sha256, "issued_at": order.issued_at, "note": order.note}
    )  # fmt: skip


def write_suspension(order: Suspension) -> bytes:
    """Return the bytes that are signed."""
    return write_object(
        {"type": SUSPENSION, "directory": order.directory, "service": order.service, "issued_at": order.issued_at,
         "until": order.until, "note": order.note}
    )  # fmt: skip


def judge_orders(
    revocations: Sequence[Signed], suspensions: Sequence[Signed], content: Content, trust: Trust, now: datetime
) -> Orders:
    """Return the orders that count. One that does not is told as a warning: it stops nothing."""
    revoked: dict[str, tuple[Revocation, tuple[str, ...]]] = {}
    suspended: list[tuple[Suspension, tuple[str, ...]]] = []
    problems: list[Diagnostic] = []
    for signed in revocations:
        try:
            revocation = _read_revocation(signed, content)
            revoked[revocation.statement_sha256] = revocation, _people(signed, trust, [parse_utc(revocation.issued_at)])
        except Malformed as problem:
            problems.append(_ignored("revocation", signed, problem))
    for signed in suspensions:
        try:
            suspension = read_suspension(signed.data, content)
            suspended.append((suspension, _suspenders(suspension, signed, content, trust, now)))
        except Malformed as problem:
            problems.append(_ignored("suspension", signed, problem))
    return Orders(revoked, tuple(suspended), tuple(problems))


def read_suspension(data: bytes, content: Content) -> Suspension:
    """Read a suspension of one of a directory's services. Raises Malformed for one that may not be."""
    found = parse_object(data, frozenset({"type", "directory", "service", "issued_at", "until", "note"}))
    _check_kind(found["type"], SUSPENSION)
    order = Suspension(
        directory=text_of(found, "directory"), service=text_of(found, "service"), issued_at=text_of(found, "issued_at"),
        until=text_of(found, "until"), note=text_of(found, "note"),
    )  # fmt: skip
    _check_directory(order.directory, content)
    check_suspension(order, content.services.get(order.service))
    return order


def check_suspension(order: Suspension, service: Record | None) -> None:
    """Raise Malformed where a service may not be suspended, or not for so long."""
    if service is None:
        raise Malformed(f"there is no service `{order.service}`", rule="suspension-service")
    if _type(service) in NEVER_SUSPENDED:
        cure = "change its record, and have that signed: it is what callers are sent to when all else fails"
        raise Malformed(
            f"`{order.service}` is a catch-all, which is never suspended", help=cure, rule="suspension-catch-all"
        )
    length = parse_utc(order.until) - parse_utc(order.issued_at)
    if not timedelta() < length <= LONGEST:
        cure = "end it within 72 hours, and sign a change of the record meanwhile"
        raise Malformed("a suspension lasts from now to at most 72 hours", help=cure, rule="suspension-length")


def owners_who_may_stop(service: Record, trust: Trust) -> frozenset[str]:
    """Return the owners any of whose people may suspend a service: its own, and the lead."""
    return service.named | {trust.lead}


def _read_revocation(signed: Signed, content: Content) -> Revocation:
    found = parse_object(
        signed.data, frozenset({"type", "directory", "serial", "statement_sha256", "issued_at", "note"})
    )
    _check_kind(found["type"], REVOCATION)
    order = Revocation(
        directory=text_of(found, "directory"), serial=whole_of(found, "serial"),
        statement_sha256=text_of(found, "statement_sha256"), issued_at=text_of(found, "issued_at"),
        note=text_of(found, "note"),
    )  # fmt: skip
    _check_directory(order.directory, content)
    return order


def _suspenders(order: Suspension, signed: Signed, content: Content, trust: Trust, now: datetime) -> tuple[str, ...]:
    people = _people(signed, trust, [parse_utc(order.issued_at), min(now, parse_utc(order.until))])
    able = owners_who_may_stop(content.services[order.service], trust)
    authorised = tuple(person for person in people if able & trust.owners_of(person))
    if not authorised:
        cure = f"one of {', '.join(sorted(able))} signs it"
        raise Malformed(f"`{people[0]}` signs for no owner of `{order.service}`", help=cure, rule="suspension-owner")
    return authorised


def _people(signed: Signed, trust: Trust, moments: list[datetime]) -> tuple[str, ...]:
    counted: Counted = count_signatures(signed, trust, moments)
    if not counted.people:
        first = next(iter(counted.problems), None)
        raise Malformed(first.message if first else "nobody signed it", rule=first.rule if first else "no-signature")
    return counted.people


def _check_kind(kind: object, expected: str) -> None:
    if kind != expected:
        raise Malformed(f"the type is not `{expected}`", rule="statement-form")


def _check_directory(directory: str, content: Content) -> None:
    if directory != content.directory:
        raise Malformed(f"it is of the directory `{directory}`", rule="other-directory")


def _type(service: Record) -> object:
    return service.tree.get("type") if isinstance(service.tree, dict) else None


def _ignored(what: str, signed: Signed, problem: Malformed) -> Diagnostic:
    return warning(f"{what}-ignored", f"the {what} stops nothing: {problem.message}", signed.at, problem.help)

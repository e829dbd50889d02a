"""How a directory stands: one status, every reason at once, who is missing, and what that means for a routing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from dos_router.diagnostics import Diagnostic, Severity
from dos_router.model.sign_off import Marks, SignOff
from dos_router.signoff.approvals import Missing
from dos_router.signoff.orders import Suspension

FALLBACK = (
    "for a caller meanwhile, use the area's written fallback: 999 in an emergency, "
    "else the nearest emergency department"
)
PAPERWORK = "sign-off is a check of paperwork: passing it is no leave to use this with patients"


class Status(StrEnum):
    """The states of sign-off.md, worst first."""

    DOWNGRADED = "was-signed-now-unsigned"
    ROLLED_BACK = "rolled-back"
    REVOKED = "revoked"
    BROKEN = "broken-chain"
    UNAPPROVED = "unapproved"
    CHANGED = "changed"
    DRAFT = "draft"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    DEMONSTRATION = "demonstration"
    CURRENT = "current"


WORST_FIRST = tuple(Status)
IN_FORCE = frozenset({Status.CURRENT, Status.DEMONSTRATION})
RUNS_MARKED = frozenset({Status.DEMONSTRATION, Status.EXPIRED, Status.NOT_YET_VALID})

# what each reason makes of a directory; a reason that is not here is a warning, and changes nothing
STATUS_OF = {
    **dict.fromkeys(("was-signed", "was-signed-for-real"), Status.DOWNGRADED),
    **dict.fromkeys(("rolled-back", "below-min-serial", "clock-set-back", "memory-unreadable"), Status.ROLLED_BACK),
    **dict.fromkeys(("revoked",), Status.REVOKED),
    **dict.fromkeys(
        (
            "chain-gap", "chain-predecessor", "chain-folder", "chain-serial", "chain-rewritten",
            "other-directory", "statement-form", "duplicate-key-in-statement", "time-not-utc", "backdated",
            "issued-in-future", "passed-off",
            "silently-removed", "removed-wrongly",
        ),
        Status.BROKEN,
    ),
    **dict.fromkeys(("changed-since", "owner-differs", "serial-differs", "valid-differs"), Status.CHANGED),
    **dict.fromkeys(("draft",), Status.DRAFT),
    **dict.fromkeys(("not-yet-valid",), Status.NOT_YET_VALID),
    **dict.fromkeys(("expired",), Status.EXPIRED),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The answer of `verify`. Errors among `reasons` made the status; the rest are worth a look.

    `changed` are the keys of records that differ from what was signed; `signers` are the people whose
    signature on the statement counts; `validity` is from (included) until (excluded), in UTC.
    """

    directory: str
    status: Status
    reasons: tuple[Diagnostic, ...]
    missing: tuple[Missing, ...]
    marks: Marks
    changed: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    validity: tuple[str, str] | None = None
    suspensions: tuple[Suspension, ...] = ()
    revoked: frozenset[str] = frozenset()

    @property
    def sign_off(self) -> SignOff:
        """Return what the outputs of a directory that stands so say of it."""
        return SignOff(self.marks, self.line)

    @property
    def line(self) -> str:
        """Return the mark for a terminal: which directory, which serial, how it stands."""
        serial = "" if self.marks.serial is None else f", serial {self.marks.serial}"
        return f"{self.directory}{serial}: {self._words()}"

    def _words(self) -> str:
        count = f"{len(self.changed)} record{'' if len(self.changed) == 1 else 's'}"
        words = {
            Status.DOWNGRADED: "signed when this machine last saw it, and now unsigned",
            Status.ROLLED_BACK: "an older version than this machine has seen, or a clock set back",
            Status.REVOKED: "its sign-off was revoked",
            Status.BROKEN: "its chain of sign-offs is broken",
            Status.UNAPPROVED: "its sign-off lacks approvals",
            Status.CHANGED: f"changed since sign-off: {count}",
            Status.DRAFT: "draft, never signed off",
            Status.NOT_YET_VALID: "its sign-off is not yet valid",
            Status.EXPIRED: "its sign-off has expired",
            Status.DEMONSTRATION: "signed with demonstration keys only",
            Status.CURRENT: "signed off and current",
        }
        return words[self.status]


# of what `check` only says, or warns of; all else that made the status is an error there too
_IN_CHECK = {
    **dict.fromkeys(("draft",), Severity.INFO),
    **dict.fromkeys(("expired", "not-yet-valid"), Severity.WARNING),
}


def for_check(standing: Standing) -> list[Diagnostic]:
    """Return the reasons as `check` tells them: a draft is said, a lapse of time is a warning."""
    return [replace(one, severity=_IN_CHECK.get(one.rule, one.severity)) for one in standing.reasons]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a routing may go ahead, and what to do where it may not."""

    runs: bool
    cure: str | None = None


def decide(
    standing: Standing, *, allow_unsigned: bool = False, allow_downgrade: bool = False, enforce: bool = False
) -> Decision:
    """Say whether a directory may be routed with; a refusal ends in exit code 4.

    `enforce` lets nothing pass but a sign-off that is current.
    """
    if standing.status is Status.CURRENT or (standing.status in RUNS_MARKED and not enforce):
        return Decision(runs=True)
    if enforce:
        return Decision(runs=False, cure=f"--enforce-sign-off asks for a current sign-off; {FALLBACK}")
    if standing.status is Status.DOWNGRADED and allow_unsigned and not allow_downgrade:
        return Decision(runs=False, cure=f"--allow-downgrade is needed too, since it was signed before; {FALLBACK}")
    if allow_unsigned:
        return Decision(runs=True)
    return Decision(runs=False, cure=f"`dos-router verify` tells why; --allow-unsigned runs and marks it; {FALLBACK}")

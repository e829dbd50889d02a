"""Who must sign, computed from the chain: never read from the statement that is judged.

The chain is walked from its beginning. Whoever held a record when it was last duly approved keeps a say
in it until a later change is duly approved: so nothing is taken over, removed and added again, or
widened bit by bit, by those whose it never was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dos_router.signoff.changes import EVERYTHING, Change, changes
from dos_router.signoff.statement import Statement
from dos_router.signoff.trust import Trust

QUORUM = "quorum"


class Missing(NamedTuple):
    """An approval that is missing: of an owner, or of more people (`quorum`); for which records; who may give it."""

    owner: str
    serial: int
    records: tuple[str, ...]
    people: tuple[str, ...]


class Open(NamedTuple):
    """A change that was not duly approved: since which statement, which parts, and who is lacking."""

    serial: int
    fields: frozenset[str]
    lacking: frozenset[str]


@dataclass(slots=True)
class Ledger:
    """Who holds each record, and which changes are not duly approved, as a chain is walked."""

    trust: Trust
    holders: dict[str, frozenset[str]] = field(default_factory=dict)
    open: dict[str, Open] = field(default_factory=dict)
    needed: list[Change] = field(default_factory=list)

    def walk(self, statements: Sequence[Statement], signers: Mapping[int, Sequence[str]]) -> None:
        """Judge every change of a chain; `signers` names, by serial, the people whose signature counts."""
        before: Statement | None = None
        for statement in statements:
            made = changes(statement, before)
            self.needed = [self._with_past(change) for change in [*made, *self._restated(made)]]
            able = _Able(self.trust, signers.get(statement.serial, ()))
            for change in self.needed:
                self._judge(change, statement.serial, able)
            before = statement

    def missing(self, signers: Mapping[int, Sequence[str]]) -> list[Missing]:
        """Return the approvals that are missing, by statement and owner."""
        found: dict[tuple[int, str], list[str]] = {}
        for key, gap in self.open.items():
            for owner in gap.lacking:
                found.setdefault((gap.serial, owner), []).append(key)
        return [
            Missing(owner, serial, tuple(sorted(keys)), self._who(owner, signers.get(serial, ())))
            for (serial, owner), keys in sorted(found.items())
        ]

    def _restated(self, made: Sequence[Change]) -> list[Change]:
        """Return the tables whose approval is open: each statement says all digests, and so approves them anew."""
        changed = {change.key for change in made}
        tables = [key for key in self.open if key.startswith("file/") and key not in changed]
        return [Change(key, "renewed", frozenset(), EVERYTHING) for key in sorted(tables)]

    def _with_past(self, change: Change) -> Change:
        gap = self.open.get(change.key)
        fields = change.fields | gap.fields if gap else change.fields
        return change._replace(owners=change.owners | self.holders.get(change.key, frozenset()), fields=fields)

    def _judge(self, change: Change, serial: int, able: _Able) -> None:
        lacking = able.lacking(change)
        self.open.pop(change.key, None)
        self.holders[change.key] = change.after
        if lacking:
            self.open[change.key] = Open(serial, change.fields, lacking)
            self.holders[change.key] = change.owners

    def _who(self, owner: str, signed: Sequence[str]) -> tuple[str, ...]:
        people = self.trust.people
        named = sorted(set().union(*people.values())) if owner == QUORUM else people.get(owner, ())
        return tuple(person for person in named if person not in signed)


class _Able:
    """The people whose signature on one statement counts, by what their scope covers."""

    def __init__(self, trust: Trust, people: Sequence[str]) -> None:
        self._trust = trust
        self._people = people
        self._known: dict[frozenset[str], tuple[frozenset[str], bool]] = {}

    def lacking(self, change: Change) -> frozenset[str]:
        """Return the owners whose signature a change lacks, and `quorum` where too few people signed it."""
        if change.fields not in self._known:
            able = {person for person in self._people if self._trust.covers(person, change.fields)}
            owners = frozenset[str]().union(*(self._trust.owners_of(person) for person in able))
            self._known[change.fields] = owners, len(able) >= self._trust.quorum
        owners, enough = self._known[change.fields]
        return (change.owners | {self._trust.lead}) - owners | (frozenset() if enough else {QUORUM})

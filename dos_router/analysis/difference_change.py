"""What a difference is made of: one change in meaning, in words, with its lines and who must sign it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from dos_router.diagnostics import Location


class Kind(StrEnum):
    """What a change is about, in the order in which changes are told."""

    DIRECTORY = "directory"
    POLICY = "policy"
    SERVICE = "service"
    PLACE = "place"
    HOLIDAY = "holiday"
    POPULATION = "population"
    REFERENCE = "reference"


class Told(NamedTuple):
    """A change of one field in words, before it is known whose it is; `names` are the keys to look up its line by.

    What is gained has no `before`, what is lost no `after`.
    """

    field: str
    what: str
    before: str | None
    after: str | None
    note: str | None = None
    names: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of a record under which it may stand, the likeliest first."""
        return self.names or (self.field,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change in meaning.

    `field` is the key of the files that changed (`opening`, `symptoms`, `ranking`), or `id`, `added`,
    `removed` or `record`; `what` says it in words. What is gained has no `before`, what is lost no
    `after`. A place is None where that version has nothing; its line is 0 where only the file is known,
    and `key` then leads to it. `signers` are ids of commissioners, in order; `included` marks a service
    of an included directory, which is vouched for there.
    """

    kind: Kind
    id: str
    field: str
    what: str
    before: str | None
    after: str | None
    note: str | None = None
    name: str | None = None
    provider: str | None = None
    included: bool = False
    base_at: Location | None = None
    proposed_at: Location | None = None
    key: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """Which directory was compared."""

    id: str
    title: str
    serial: int
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Every change in meaning from one directory to another, in a fixed order.

    `commissioners` names, by id, those of both; `leads` are the lead of each version, once.
    """

    base: Version
    proposed: Version
    changes: tuple[Change, ...]
    commissioners: Mapping[str, str]
    leads: tuple[str, ...]

    @property
    def signers(self) -> tuple[str, ...]:
        """Return who must sign: the lead, who always does, then the others in order; nobody for no change."""
        if not self.changes:
            return ()
        others = {one for change in self.changes for one in change.signers}.difference(self.leads)
        return (*self.leads, *sorted(others))

    def of_signer(self, commissioner: str) -> tuple[Change, ...]:
        """Return the changes that are a commissioner's to sign."""
        return tuple(change for change in self.changes if commissioner in change.signers)

    def by_provider(self) -> dict[str, list[Change]]:
        """Return the changes of services under the names of their providers, both in order."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            if change.provider is not None:
                found.setdefault(change.provider, []).append(change)
        return dict(sorted(found.items()))

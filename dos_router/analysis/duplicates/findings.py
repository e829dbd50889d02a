"""What is found among records: pairs by kind, clusters, and the repeats that are accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dos_router.analysis.duplicates.record import ListedRecord

REVIEW_FROM = 0.5
SUGGEST_FROM = 0.99


class Kind(StrEnum):
    """What a pair of records seems to be."""

    DUPLICATE = "duplicate"
    ORGANISATION = "same-organisation"
    SITE = "same-site"
    TYPE = "type-conflict"


class Decision(StrEnum):
    """What a person has decided of a pair."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPair:
    """Two records (`first` comes before `second` by id), what they seem to be, how sure that is, and by what.

    `levels` says of each field how it agrees; `bits` how far that speaks for one service rather than for
    `against`, the likeliest of the others; `prior_bits` what speaks for it before anything is compared.
    `by_others`: the two are alike through a third record, more than by themselves.
    """

    first: ListedRecord
    second: ListedRecord
    kind: Kind
    probability: float
    levels: Mapping[str, str]
    bits: Mapping[str, float]
    prior_bits: float
    against: str
    by_others: bool = False
    decided: Decision | None = None

    @property
    def ids(self) -> tuple[str, str]:
        """Return the ids of the two."""
        return self.first.id, self.second.id

    @property
    def is_suggested(self) -> bool:
        """Say whether it is sure enough to be suggested, or was decided."""
        return self.probability >= SUGGEST_FROM


@dataclass(frozen=True, slots=True)
class Cluster:
    """Records that are linked as one service, by how sure a link at least, and what speaks against that."""

    records: tuple[ListedRecord, ...]
    weakest: float
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """Records that are alike and may well be so: why they are not called duplicates."""

    records: tuple[ListedRecord, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that was found among so many records; pairs ordered by kind, then surest first."""

    records: int
    compared: int
    fitted: bool
    pairs: tuple[FoundPair, ...]
    clusters: tuple[Cluster, ...] = ()
    accepted: tuple[Accepted, ...] = ()

    def of_kind(self, kind: Kind) -> tuple[FoundPair, ...]:
        """Return the pairs of a kind."""
        return tuple(pair for pair in self.pairs if pair.kind is kind)

"""The JSON of `duplicates`: pairs by kind, with what speaks for and against, clusters, accepted repeats."""

from __future__ import annotations

from typing import TypedDict

from dos_router.analysis.duplicates.findings import (
    REVIEW_FROM,
    SUGGEST_FROM,
    Accepted,
    Cluster,
    Findings,
    FoundPair,
    Kind,
)
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.reports.provision_json import ProvisionJson
from dos_router.reports.sign_off_json import SignOffJson


class EvidenceJson(TypedDict):
    """How a field agrees, and the bits by which that speaks for one service (negative: against)."""

    field: str
    agreement: str
    bits: float


class PairJson(TypedDict):
    """Two records; `prior_bits` and the bits of `evidence` are against the likeliest other kind.

    `by_others`: linked through a third record, more than by themselves. `decided` is null, or `same`.
    """

    id_1: str
    id_2: str
    kind: str
    probability: float
    suggested: bool
    decided: str | None
    by_others: bool
    against: str
    prior_bits: float
    evidence: list[EvidenceJson]
    lines: list[str]


class ClusterJson(TypedDict):
    """Records linked as one service, the least of the probabilities that link them, and what contradicts it."""

    records: list[str]
    weakest: float
    conflicts: list[str]


class AcceptedJson(TypedDict):
    """Records that are alike, and why they are not called duplicates."""

    records: list[str]
    reason: str


# what was read, and the four lists, by the names of the contract
_Lists = TypedDict(
    "_Lists",
    {
        "directory": str | None,
        "list": str | None,
        "against": str | None,
        "duplicate": list[PairJson],
        "same-organisation": list[PairJson],
        "same-site": list[PairJson],
        "type-conflict": list[PairJson],
    },
)


class DuplicatesJson(_Lists):
    """What `duplicates --json` prints; `fitted` says whether the model was fitted to these records.

    `directory`, `list` and `against` say what was read; `provision` is null where it was not looked at,
    `sign_off` where a list was read.
    """

    records: int
    pairs_compared: int
    fitted: bool
    review_from: float
    suggest_from: float
    clusters: list[ClusterJson]
    accepted: list[AcceptedJson]
    provision: ProvisionJson | None
    sign_off: SignOffJson | None


def duplicates_json(
    findings: Findings,
    *,
    directory: str | None = None,
    listed: str | None = None,
    against: str | None = None,
    provision: ProvisionJson | None = None,
    sign_off: SignOffJson | None = None,
) -> DuplicatesJson:
    """Return findings as a JSON object."""
    return {
        "directory": directory,
        "list": listed,
        "against": against,
        "records": findings.records,
        "pairs_compared": findings.compared,
        "fitted": findings.fitted,
        "review_from": REVIEW_FROM,
        "suggest_from": SUGGEST_FROM,
        "duplicate": _pairs(findings, Kind.DUPLICATE),
        "same-organisation": _pairs(findings, Kind.ORGANISATION),
        "same-site": _pairs(findings, Kind.SITE),
        "type-conflict": _pairs(findings, Kind.TYPE),
        "clusters": [_cluster(one) for one in findings.clusters],
        "accepted": [_accepted(one) for one in findings.accepted],
        "provision": provision,
        "sign_off": sign_off,
    }


def _pairs(findings: Findings, kind: Kind) -> list[PairJson]:
    return [_pair(pair) for pair in findings.of_kind(kind)]


def _pair(pair: FoundPair) -> PairJson:
    return {
        "id_1": pair.first.id,
        "id_2": pair.second.id,
        "kind": pair.kind.value,
        "probability": pair.probability,
        "suggested": pair.is_suggested,
        "decided": pair.decided.value if pair.decided else None,
        "by_others": pair.by_others,
        "against": pair.against,
        "prior_bits": pair.prior_bits,
        "evidence": [
            {"field": field, "agreement": level, "bits": pair.bits[field]} for field, level in pair.levels.items()
        ],
        "lines": [_line(record) for record in (pair.first, pair.second) if record.at],
    }


def _line(record: ListedRecord) -> str:
    return str(record.at)


def _cluster(cluster: Cluster) -> ClusterJson:
    return {
        "records": [record.id for record in cluster.records],
        "weakest": round(cluster.weakest, 4),
        "conflicts": list(cluster.conflicts),
    }


def _accepted(accepted: Accepted) -> AcceptedJson:
    return {"records": [record.id for record in accepted.records], "reason": accepted.reason}

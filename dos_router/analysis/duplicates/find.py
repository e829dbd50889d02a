"""Records → pairs that may be one service, clusters of them, and the repeats that are accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from dos_router.analysis.duplicates.accepted import accepted_groups, decided_groups, legitimate_repeats
from dos_router.analysis.duplicates.candidates import across_types, candidates, with_pairs
from dos_router.analysis.duplicates.clusters import clusters_of, with_implied
from dos_router.analysis.duplicates.findings import Decision, Findings, Kind
from dos_router.analysis.duplicates.judging import Judged, found_pairs, judge, with_decisions
from dos_router.analysis.duplicates.levels import Name
from dos_router.analysis.duplicates.model import fit
from dos_router.analysis.duplicates.prepared import Prepared, in_one_order, prepared
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.loading.uncollected import uncollected

Decisions = Mapping[tuple[str, str], Decision]
NONE_DECIDED: Decisions = MappingProxyType({})


@uncollected()
def find_duplicates(records: Sequence[ListedRecord], decisions: Decisions = NONE_DECIDED) -> Findings:
    """Return what is found among records of different ids: the same for them in any order."""
    given = prepared(in_one_order(records))
    decided = _places(given, decisions)
    pairs = with_pairs(candidates(given.compared, given.names, given.streets), decided, len(given.records))
    levels = given.levels(pairs)
    model = fit(levels, len(given.records))
    judged = with_decisions(judge(model, pairs, levels), decided)
    repeats = legitimate_repeats(judged)
    judged = with_implied(given, model, judged.without(repeats))
    others = across_types(given.compared)
    return Findings(
        records=len(given.records),
        compared=len(pairs),
        fitted=model.fitted,
        pairs=(
            *found_pairs(given, model, judged),
            *found_pairs(given, model, _of_types(judge(model, others, given.levels(others))), kind=Kind.TYPE),
        ),
        clusters=clusters_of(given.records, judged),
        accepted=(*accepted_groups(given.records, pairs[repeats]), *decided_groups(given.records, decided)),
    )


def _places(given: Prepared, decisions: Decisions) -> dict[tuple[int, int], Decision]:
    """Return decisions by the places of their records, the first before the second; of others nothing."""
    place = {record.id: at for at, record in enumerate(given.records)}
    found = {}
    for (one, other), decision in decisions.items():
        if one in place and other in place and one != other:
            first, second = sorted((place[one], place[other]))
            found[first, second] = decision
    return found


def _of_types(judged: Judged) -> Judged:
    """Return the pairs of different types whose names and places are the same."""
    return judged.without(np.flatnonzero(judged.levels["name"] < Name.SAME_COMMON))

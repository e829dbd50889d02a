"""Repeats that may well be so: one provider with many commissions, and what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from dos_router.analysis.duplicates.candidates import Pairs
from dos_router.analysis.duplicates.findings import REVIEW_FROM, Accepted, Decision
from dos_router.analysis.duplicates.judging import Judged, Places
from dos_router.analysis.duplicates.levels import Name, Ods, Street, street_of
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.analysis.duplicates.tables import Class

OWN_CODES = "each has its own ODS code and its own name, at one place: one provider's commissions"
DECIDED = "decided: not one service"


def legitimate_repeats(judged: Judged) -> Places:
    """Return the places of pairs that are alike, each with an ODS code and a name of its own."""
    levels = judged.levels
    there = judged.chances[:, Class.PREMISES] + judged.chances[:, Class.BOTH] >= REVIEW_FROM
    own = (levels["ods"] == Ods.DIFFERENT) & (levels["name"] <= Name.WITHIN) & (levels["name"] >= Name.PARTLY)
    alike = street_of(levels["place"]) >= Street.ALIKE
    return np.flatnonzero(there & own & alike & ~judged.decided)


def accepted_groups(records: Sequence[ListedRecord], pairs: Pairs) -> list[Accepted]:
    """Return the groups that legitimate repeats make up, by their first record."""
    group: dict[int, int] = {}
    for first, second in pairs.tolist():
        one, other = _head(group, first), _head(group, second)
        group[max(one, other)] = min(one, other)
    members: dict[int, list[int]] = defaultdict(list)
    for place in sorted(set(pairs.ravel().tolist())):
        members[_head(group, place)].append(place)
    return [Accepted(tuple(records[place] for place in found), OWN_CODES) for _, found in sorted(members.items())]


def decided_groups(records: Sequence[ListedRecord], decided: Mapping[tuple[int, int], Decision]) -> list[Accepted]:
    """Return the pairs that people decided are not one service."""
    return [
        Accepted((records[first], records[second]), DECIDED)
        for (first, second), decision in sorted(decided.items())
        if decision is Decision.DIFFERENT
    ]


def _head(group: dict[int, int], place: int) -> int:
    """Return the first place of the group that a place is in."""
    while group.setdefault(place, place) != place:
        group[place] = group[group[place]]
        place = group[place]
    return place

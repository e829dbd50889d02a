"""Pairs → clusters of records that are one service, the pairs that follow from them, and what contradicts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.accepted import legitimate_repeats
from dos_router.analysis.duplicates.candidates import Pairs
from dos_router.analysis.duplicates.findings import REVIEW_FROM, Cluster
from dos_router.analysis.duplicates.judging import Judged, judge
from dos_router.analysis.duplicates.levels import Ods, Phone
from dos_router.analysis.duplicates.model import Model
from dos_router.analysis.duplicates.prepared import Prepared
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.analysis.duplicates.tables import Class

CROWD = 30  # records of a cluster from which on only the pairs that were compared are listed
_CONTRADICTED = 0.01  # chance of one service, of a pair by itself, below which others cannot link it

Links = Mapping[int, Mapping[int, float]]


def with_implied(given: Prepared, model: Model, judged: Judged) -> Judged:
    """Return pairs with those that follow: A with C, where A is B and B is C, and nothing contradicts it."""
    places = judged.linked()
    chances = dict(_implied(_links(judged.pairs[places], judged.sure[places].tolist())))
    by_people = {tuple(pair) for pair in judged.pairs[judged.decided].tolist()}
    pairs = np.array(sorted(chances.keys() - by_people), dtype=np.int64).reshape(-1, 2)
    more = judge(model, pairs, given.levels(pairs))
    more = more.without(legitimate_repeats(more))
    through = np.array([chances[first, second] for first, second in more.pairs.tolist()])
    open_to_it = (more.sure >= _CONTRADICTED) | _only_names_differ(more)
    follows = open_to_it & (through >= REVIEW_FROM) & (more.sure < REVIEW_FROM)
    more = replace(more, sure=np.where(follows, through, more.sure), others=follows)
    again = {tuple(pair) for pair in more.pairs.tolist()}
    replaced = [place for place, pair in enumerate(judged.pairs.tolist()) if again and tuple(pair) in again]
    return judged.without(np.array(replaced, dtype=np.int64)) + more


def _only_names_differ(judged: Judged) -> npt.NDArray[np.bool_]:
    """Say of each pair whether it is at one place, and there is no telephone number and no code that contradicts.

    Then another record that is linked with both tells that one of them has its new name.
    """
    there = judged.chances[:, Class.PREMISES] + judged.chances[:, Class.BOTH] >= REVIEW_FROM
    silent = (judged.levels["phone"] == Phone.UNKNOWN) & (judged.levels["ods"] != Ods.DIFFERENT)
    return np.asarray(there & silent)


def clusters_of(records: Sequence[ListedRecord], judged: Judged) -> tuple[Cluster, ...]:
    """Return the clusters of linked records, by the ids of their first ones."""
    places = judged.linked()
    links = _links(judged.pairs[places], judged.sure[places].tolist())
    return tuple(
        Cluster(
            tuple(records[member] for member in members),
            min(sure for member in members for sure in links[member].values()),
            tuple(_conflicts([records[member] for member in members], members, links)),
        )
        for members in _components(links)
    )


def _links(pairs: Pairs, sure: Sequence[float]) -> dict[int, dict[int, float]]:
    links: dict[int, dict[int, float]] = defaultdict(dict)
    for (first, second), chance in zip(pairs.tolist(), sure, strict=True):
        links[first][second] = links[second][first] = chance
    return links


def _components(links: Links) -> list[list[int]]:
    """Return the sets of linked places, each ordered, by their first."""
    seen: set[int] = set()
    found = []
    for start in sorted(links):
        if start in seen:
            continue
        seen.add(start)
        members, waiting = [start], [start]
        while waiting:
            for near in links[waiting.pop()]:
                if near not in seen:
                    seen.add(near)
                    members.append(near)
                    waiting.append(near)
        found.append(sorted(members))
    return found


def _implied(links: Links) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the pairs of each cluster that are not linked, with the best chance through a third record."""
    for members in _components(links):
        if len(members) > CROWD:
            continue
        for first, second in combinations(members, 2):
            if second not in links[first]:
                middle = links[first].keys() & links[second].keys()
                yield (first, second), max((links[first][one] * links[one][second] for one in middle), default=0.0)


def _conflicts(records: Sequence[ListedRecord], members: Sequence[int], links: Links) -> Iterator[str]:
    """Yield what speaks against a cluster: pairs that are not linked, codes and postcodes of more than one kind."""
    if len(members) <= CROWD:
        apart = [
            f"{records[one].id} and {records[other].id} are not like one service by themselves"
            for one, other in combinations(range(len(members)), 2)
            if members[other] not in links[members[one]]
        ]
        yield from apart
    else:
        yield f"{len(members)} records: not every pair of them was compared"
    for name in ("ods", "postcode"):
        values = sorted({"".join(getattr(record, name).upper().split()) for record in records} - {""})
        if len(values) > 1:
            yield f"{name}: {', '.join(values)}"

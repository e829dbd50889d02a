"""Chances of the classes → the kind of each pair, how sure it is, and by which fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.candidates import Pairs
from dos_router.analysis.duplicates.findings import REVIEW_FROM, Decision, FoundPair, Kind
from dos_router.analysis.duplicates.levels import (
    FIELDS,
    Levels,
    Name,
    Ods,
    Phone,
    Postcode,
    Street,
    postcode_of,
    street_of,
)
from dos_router.analysis.duplicates.model import Model
from dos_router.analysis.duplicates.prepared import Prepared
from dos_router.analysis.duplicates.tables import Class, Doubles

Places = npt.NDArray[np.int64]

_OTHERS = (Class.NEITHER, Class.ORGANISATION, Class.PREMISES)
_CALLED = {Class.NEITHER: "unlike", Class.ORGANISATION: Kind.ORGANISATION.value, Class.PREMISES: Kind.SITE.value}
_DIGITS = 4  # of a probability and of bits


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs with the level of each field, the chance of each class, and how sure it is that they are one service.

    `others` marks pairs that are linked by others, more than by themselves; `decided` those that a person decided.
    """

    pairs: Pairs
    levels: Mapping[str, Levels]
    chances: Doubles
    sure: Doubles
    others: npt.NDArray[np.bool_]
    decided: npt.NDArray[np.bool_]

    def linked(self) -> Places:
        """Return the places of the pairs that may be one service."""
        return np.flatnonzero(self.sure >= REVIEW_FROM)

    def without(self, places: Places) -> Judged:
        """Return the pairs without some of them."""
        kept = np.ones(len(self.pairs), dtype=np.bool_)
        kept[places] = False
        return Judged(
            self.pairs[kept],
            {field: levels[kept] for field, levels in self.levels.items()},
            self.chances[kept],
            self.sure[kept],
            self.others[kept],
            self.decided[kept],
        )

    def __add__(self, more: Judged) -> Judged:
        """Return these pairs and more."""
        return Judged(
            np.concatenate([self.pairs, more.pairs]),
            {field: np.concatenate([levels, more.levels[field]]) for field, levels in self.levels.items()},
            np.concatenate([self.chances, more.chances]),
            np.concatenate([self.sure, more.sure]),
            np.concatenate([self.others, more.others]),
            np.concatenate([self.decided, more.decided]),
        )


def judge(model: Model, pairs: Pairs, levels: Mapping[str, Levels]) -> Judged:
    """Return pairs judged by a model, each by itself."""
    chances = model.chances(levels)
    no = np.zeros(len(pairs), dtype=np.bool_)
    return Judged(pairs, levels, chances, chances[:, Class.BOTH].copy(), no, no.copy())


def with_decisions(judged: Judged, decided: Mapping[tuple[int, int], Decision]) -> Judged:
    """Return pairs with what people decided in the place of what the model says."""
    sure, by_people = judged.sure.copy(), judged.decided.copy()
    for place, (first, second) in enumerate(judged.pairs.tolist() if decided else []):
        if (first, second) in decided:
            sure[place] = float(decided[first, second] is Decision.SAME)
            by_people[place] = True
    return replace(judged, sure=sure, decided=by_people)


def found_pairs(given: Prepared, model: Model, judged: Judged, *, kind: Kind | None = None) -> list[FoundPair]:
    """Return the pairs that are of some kind, kind by kind, surest first; all of one where it is given."""
    kinds = [kind] if kind else [Kind.DUPLICATE, Kind.ORGANISATION, Kind.SITE]
    found = [pair for one in kinds for pair in _of_kind(given, model, judged, one)]
    return sorted(found, key=lambda pair: (kinds.index(pair.kind), -pair.probability, pair.ids))


def _of_kind(given: Prepared, model: Model, judged: Judged, kind: Kind) -> list[FoundPair]:
    places, probabilities = _listed(judged, kind)
    levels = {field: column[places] for field, column in judged.levels.items()}
    runner_up = np.array(_OTHERS)[np.argmax(judged.chances[places][:, _OTHERS], axis=1)]
    evidence = model.evidence(levels, runner_up)
    named = [[FIELDS[field][level] for level in levels[field].tolist()] for field in FIELDS]
    bits = [evidence.fields[field].round(1).tolist() for field in FIELDS]
    columns = zip(
        judged.pairs[places].tolist(), probabilities.round(_DIGITS).tolist(), zip(*named, strict=True),
        zip(*bits, strict=True), evidence.before.round(1).tolist(), runner_up.tolist(),
        judged.others[places].tolist(), judged.decided[places].tolist(), strict=True,
    )  # fmt: skip
    return [
        FoundPair(
            first=given.records[first],
            second=given.records[second],
            kind=kind,
            probability=probability,
            levels=dict(zip(FIELDS, level, strict=True)),
            bits=dict(zip(FIELDS, told, strict=True)),
            prior_bits=before,
            against=_CALLED[against],
            by_others=by_others,
            decided=Decision.SAME if by_people else None,
        )
        for (first, second), probability, level, told, before, against, by_others, by_people in columns
    ]


def _listed(judged: Judged, kind: Kind) -> tuple[Places, Doubles]:
    """Return the places of the pairs of a kind, and the probability of each."""
    if kind in {Kind.DUPLICATE, Kind.TYPE}:
        places = judged.linked()
        return places, judged.sure[places]
    levels = judged.levels
    if kind is Kind.ORGANISATION:
        chance = judged.chances[:, Class.ORGANISATION]
        near = postcode_of(levels["place"]) >= Postcode.DISTRICT
        tells = (levels["name"] == Name.SAME_RARE) & near
        tells |= (levels["phone"] >= Phone.SHARED) | (levels["ods"] == Ods.SAME)
    else:
        chance = judged.chances[:, Class.PREMISES]
        tells = street_of(levels["place"]) >= Street.ALIKE
    free = ~judged.decided & (judged.sure < REVIEW_FROM)
    places = np.flatnonzero(free & tells & (chance >= REVIEW_FROM))
    return places, chance[places]

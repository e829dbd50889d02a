"""Two lists → which record of the one is which of the other, one to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.candidates import candidates
from dos_router.analysis.duplicates.findings import REVIEW_FROM, Findings
from dos_router.analysis.duplicates.judging import Judged, Places, found_pairs, judge
from dos_router.analysis.duplicates.levels import Phone, Postcode, Street, postcode_of, street_of
from dos_router.analysis.duplicates.model import fit
from dos_router.analysis.duplicates.prepared import in_one_order, prepared
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.analysis.duplicates.tables import Class
from dos_router.analysis.duplicates.uncollected import uncollected

_ELIMINATED = 0.63  # of pharmacies of 2014 so linked with those of 2020, the share with the same ODS code


@uncollected()
def link_records(listed: Sequence[ListedRecord], register: Sequence[ListedRecord]) -> Findings:
    """Return the records of a list linked with those of a register: each with one at most, surest first.

    Types that only one of the two knows are not looked at: registers call them by other names.
    """
    given = prepared(_with_known_types(in_one_order(listed), in_one_order(register)))
    pairs = candidates(given.compared, given.names, given.streets)
    pairs = pairs[(pairs[:, 0] < len(listed)) & (pairs[:, 1] >= len(listed))]
    levels = given.levels(pairs)
    model = fit(levels, len(given.records))
    judged = _one_to_one(_by_elimination(judge(model, pairs, levels)))
    written = replace(given, records=(*in_one_order(listed), *in_one_order(register)))
    return Findings(
        records=len(given.records),
        compared=len(pairs),
        fitted=model.fitted,
        pairs=tuple(found_pairs(written, model, judged)),
    )


def _with_known_types(listed: tuple[ListedRecord, ...], register: tuple[ListedRecord, ...]) -> tuple[ListedRecord, ...]:
    known = {record.type for record in listed} & {record.type for record in register}
    return tuple(record if record.type in known else record._replace(type="") for record in (*listed, *register))


def _by_elimination(judged: Judged) -> Judged:
    """Return pairs with those linked that have one place and telephone number, and nobody else to be linked with.

    A register that knows a service under another name has it so: the new owner's, or the new partners'.
    """
    _, taken = _surest(judged)
    there = judged.chances[:, Class.PREMISES] + judged.chances[:, Class.BOTH] >= REVIEW_FROM
    place = judged.levels["place"]
    exact = (street_of(place) >= Street.ALIKE) | (postcode_of(place) == Postcode.SAME)
    free = ~np.isin(judged.pairs, sorted(taken)).any(axis=1)
    left = np.flatnonzero(there & exact & free & (judged.levels["phone"] >= Phone.SHARED))
    found = left[_once(judged.pairs[left, 0]) & _once(judged.pairs[left, 1])]
    sure = judged.sure.copy()
    sure[found] = np.maximum(sure[found], _ELIMINATED)
    return replace(judged, sure=sure)


def _once(values: Places) -> npt.NDArray[np.bool_]:
    """Say of each value whether it stands there once."""
    _, back, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray(counts[back] == 1)


def _surest(judged: Judged) -> tuple[list[int], set[int]]:
    """Return the places of the links, the surest first and each record in one, and the records linked."""
    places = judged.linked()
    ordered = places[np.lexsort((judged.pairs[places, 1], judged.pairs[places, 0], -judged.sure[places]))]
    taken: set[int] = set()
    kept = []
    for place in ordered.tolist():
        first, second = judged.pairs[place].tolist()
        if first not in taken and second not in taken:
            taken |= {first, second}
            kept.append(place)
    return kept, taken


def _one_to_one(judged: Judged) -> Judged:
    """Return pairs of which the surest are links, each record in one, and the others of linked records left out."""
    kept, taken = _surest(judged)
    is_kept = np.zeros(len(judged.pairs), dtype=np.bool_)
    is_kept[kept] = True
    spoken_for = np.isin(judged.pairs, sorted(taken)).any(axis=1) & ~is_kept
    return replace(judged, sure=np.where(is_kept, judged.sure, 0.0)).without(np.flatnonzero(spoken_for))

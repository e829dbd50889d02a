"""Two lists → which record of the one is which of the other, one to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.candidates import candidates
from dos_router.analysis.duplicates.findings import REVIEW_FROM, Findings
from dos_router.analysis.duplicates.judging import Judged, Places, found_pairs, judge
from dos_router.analysis.duplicates.levels import Name, Phone, Postcode, Street, postcode_of, street_of
from dos_router.analysis.duplicates.model import fit
from dos_router.analysis.duplicates.prepared import in_one_order, prepared
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.analysis.duplicates.tables import Class
from dos_router.loading.uncollected import uncollected

# of pharmacies of one year so linked with those of another, the shares with the same ODS code
_MOVED, _MOVED_WITH_NEW_PHONE = 0.9, 0.77
_RENAMED, _RENAMED_WITH_NEW_PHONE, _RENAMED_AND_MOVED = 0.63, 0.65, 0.65

Marks = npt.NDArray[np.bool_]


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
    """Return pairs with those linked that have nobody else to be linked with, and a sign of what has changed.

    A register knows a service at its new place, or under its new name: the new owner's, or the new partners'.
    """
    _, taken = _surest(judged)
    sure = judged.sure.copy()
    for share, sign in _signs(judged):
        left = np.flatnonzero(sign & ~np.isin(judged.pairs, sorted(taken)).any(axis=1))
        found = left[_once(judged.pairs[left, 0]) & _once(judged.pairs[left, 1])]
        sure[found] = np.maximum(sure[found], share)
        taken.update(judged.pairs[found].ravel().tolist())
    return replace(judged, sure=sure)


def _signs(judged: Judged) -> list[tuple[float, Marks]]:
    """Return the signs of one service that has changed, each with how often it is right, the best first."""
    name, phone, place = (judged.levels[field] for field in ("name", "phone", "place"))
    street, postcode = street_of(place), postcode_of(place)
    there = judged.chances[:, Class.PREMISES] + judged.chances[:, Class.BOTH] >= REVIEW_FROM
    exact = (street >= Street.ALIKE) | (postcode == Postcode.SAME)
    wholly = (street >= Street.ALIKE) & (postcode == Postcode.SAME)
    near, same_phone = postcode >= Postcode.DISTRICT, phone >= Phone.SHARED
    other_phone = (phone == Phone.DIFFERENT) | (phone == Phone.DIGIT)
    return [
        (_MOVED, (name >= Name.WITHIN_COMMON) & same_phone),
        (_MOVED_WITH_NEW_PHONE, (name >= Name.SAME) & near & ~same_phone),
        (_RENAMED, there & exact & same_phone),
        (_RENAMED_WITH_NEW_PHONE, (name <= Name.PARTLY) & wholly & other_phone),
        (_RENAMED_AND_MOVED, (name <= Name.ALIKE) & near & (phone == Phone.SAME)),
    ]


def _once(values: Places) -> Marks:
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

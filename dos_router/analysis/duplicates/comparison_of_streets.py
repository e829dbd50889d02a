"""How the addresses of two records agree: their words, and the numbers of the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.levels import Levels, Street
from dos_router.analysis.duplicates.likeness import alike
from dos_router.analysis.duplicates.record import Compared
from dos_router.analysis.duplicates.vocabulary import NONE, Ints, Words

_ALIKE, _PARTLY, _WITH_NUMBER = 0.8, 0.5, 0.55  # shares of bits
_TELLING = 6.0  # bits of an address; that both have, from which on one within the other is like it
_WITHIN = 0.95
_DIGITS = 4  # of a share: what differs only in the last bits of a sum is the same
_NUMBERS = 6  # of an address


class StreetFacts(NamedTuple):
    """What is compared of the addresses of records: words, house numbers, and whether there is enough of them.

    What tells little, such as the name of a town alone, is no address: it contradicts no street.
    """

    words: Words
    numbers: Ints
    known: npt.NDArray[np.bool_]


def street_facts(records: Sequence[Compared], streets: Words) -> StreetFacts:
    """Return what is compared of the addresses of records."""
    numbers = _numbers(records)
    return StreetFacts(streets, numbers, (numbers[:, 0] != NONE) | (streets.bits.sum(axis=1) >= _TELLING))


def compare_streets(facts: StreetFacts, first: Ints, second: Ints) -> Levels:
    """Return the level of the addresses of each pair."""
    like = alike(facts.words, first, second)
    share = 2 * like.shared / np.maximum(2 * like.shared + like.first + like.second, 0.01)
    within = like.shared / np.maximum(like.shared + np.minimum(like.first, like.second), 0.01)
    share = np.maximum(share, np.where(like.shared > _TELLING, _WITHIN * within, 0)).round(_DIGITS)
    one, other = facts.numbers[first], facts.numbers[second]
    agree = ((one[:, :, None] == other[:, None, :]) & (one[:, :, None] != NONE)).any(axis=(1, 2))
    clash = (one[:, 0] != NONE) & (other[:, 0] != NONE) & ~agree
    found = (
        (clash & (share >= _PARTLY), Street.OTHER_NUMBER),
        (clash, Street.DIFFERENT),
        (agree & (share >= _WITH_NUMBER), Street.SAME),
        (share >= _ALIKE, Street.ALIKE),
        (agree | (share >= _PARTLY), Street.PARTLY),
    )
    level = np.select([one for one, _ in found], [each for _, each in found], Street.DIFFERENT)
    return np.where(facts.known[first] & facts.known[second], level, Street.UNKNOWN).astype(np.int8)


def _numbers(records: Sequence[Compared]) -> Ints:
    """Return the house numbers of each record, by numbers of their own."""
    known: dict[str, int] = {}
    rows = np.full((len(records), _NUMBERS), NONE, dtype=np.int32)
    for row, record in enumerate(records):
        for place, number in enumerate(record.numbers[:_NUMBERS]):
            rows[row, place] = known.setdefault(number, len(known))
    return rows

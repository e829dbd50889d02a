"""Pairs of records → the level of agreement of each field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.candidates import Pairs
from dos_router.analysis.duplicates.comparison_of_names import compare_names
from dos_router.analysis.duplicates.comparison_of_streets import compare_streets
from dos_router.analysis.duplicates.levels import Levels, Ods, Phone, Postcode, place_level
from dos_router.analysis.duplicates.record import Compared
from dos_router.analysis.duplicates.vocabulary import Ints, Words

_INWARD, _UNIT = 3, 2  # characters of a postcode after its district, after its sector
_SEVERAL = 5  # records of which more share a phone than one service's would
_BY_POSTCODE = [Postcode.SAME, Postcode.LETTER, Postcode.SECTOR, Postcode.DISTRICT]
_BY_PHONE = [Phone.SHARED, Phone.SAME, Phone.DIGIT]


@dataclass(frozen=True, slots=True)
class Sides:
    """The records of a list, and the places in it of the first and of the second of each pair."""

    records: Sequence[Compared]
    first: Ints
    second: Ints

    def same(self, read: Callable[[Compared], str]) -> npt.NDArray[np.bool_]:
        """Say of each pair whether what is read of the two is the same text."""
        texts = [read(record) for record in self.records]
        number = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        codes = np.array([number[text] for text in texts], dtype=np.int32)
        return np.asarray(codes[self.first] == codes[self.second])

    def known(self, read: Callable[[Compared], str]) -> npt.NDArray[np.bool_]:
        """Say of each pair whether what is read of the two is known of both."""
        has = np.array([bool(read(record)) for record in self.records], dtype=np.bool_)
        return np.asarray(has[self.first] & has[self.second])

    def near(self, read: Callable[[Compared], str], wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Say of each wanted pair whether what is read of the two is a letter apart, or the end of the other."""
        from rapidfuzz import process  # noqa: PLC0415 - heavy
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        texts = [read(record) for record in self.records]
        places = np.flatnonzero(wanted)
        first = [texts[place] for place in self.first[places].tolist()]
        second = [texts[place] for place in self.second[places].tolist()]
        apart = process.cpdist(first, second, scorer=OSA.distance, score_cutoff=1, dtype=np.int32)
        ends = [
            len(one) != len(other) and (one.endswith(other) or other.endswith(one))
            for one, other in zip(first, second, strict=True)
        ]
        found = np.zeros(len(wanted), dtype=np.bool_)
        found[places] = (apart <= 1) | np.array(ends, dtype=np.bool_)
        return found


def compare(records: Sequence[Compared], pairs: Pairs, names: Words, streets: Words) -> dict[str, Levels]:
    """Return the level of each field for each pair."""
    first, second = pairs[:, 0].astype(np.int32), pairs[:, 1].astype(np.int32)
    sides = Sides(records, first, second)
    return {
        "name": compare_names(records, first, second, names, streets),
        "place": place_level(compare_streets(records, first, second, streets), _postcodes(sides)),
        "phone": _phones(sides),
        "ods": _ods(sides),
    }


def _postcodes(sides: Sides) -> Levels:
    known, same = sides.known(_postcode), sides.same(_postcode)
    near = sides.near(_postcode, known & ~same)
    sector = sides.same(lambda record: record.postcode[:-_UNIT])
    district = sides.same(lambda record: record.postcode[:-_INWARD])
    return np.where(
        known, np.select([same, near, sector, district], _BY_POSTCODE, Postcode.DIFFERENT), Postcode.UNKNOWN
    ).astype(np.int8)


def _phones(sides: Sides) -> Levels:
    known, same = sides.known(_phone), sides.same(_phone)
    count = Counter(record.phone for record in sides.records)
    several = np.array([count[record.phone] > _SEVERAL for record in sides.records], dtype=np.bool_)[sides.first]
    near = sides.near(_phone, known & ~same)
    return np.where(known, np.select([same & several, same, near], _BY_PHONE, Phone.DIFFERENT), Phone.UNKNOWN).astype(
        np.int8
    )


def _ods(sides: Sides) -> Levels:
    return np.where(sides.known(_code), np.where(sides.same(_code), Ods.SAME, Ods.DIFFERENT), Ods.UNKNOWN).astype(
        np.int8
    )


def _postcode(record: Compared) -> str:
    return record.postcode


def _phone(record: Compared) -> str:
    return record.phone


def _code(record: Compared) -> str:
    return record.ods

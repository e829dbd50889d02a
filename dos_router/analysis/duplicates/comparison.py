"""Pairs of records → the level of agreement of each field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.candidates import Pairs
from dos_router.analysis.duplicates.comparison_of_names import NameFacts, compare_names, name_facts
from dos_router.analysis.duplicates.comparison_of_streets import StreetFacts, compare_streets, street_facts
from dos_router.analysis.duplicates.levels import Levels, Ods, Phone, Postcode, place_level
from dos_router.analysis.duplicates.record import Compared
from dos_router.analysis.duplicates.vocabulary import Ints, Words

_INWARD, _UNIT = 3, 2  # characters of a postcode after its district, after its sector
_SEVERAL = 5  # records of which more share a phone than one service's would
_BY_POSTCODE = [Postcode.SAME, Postcode.LETTER, Postcode.SECTOR, Postcode.DISTRICT]
_BY_PHONE = [Phone.SHARED, Phone.SAME, Phone.DIGIT]


@dataclass(frozen=True, slots=True)
class Texts:
    """A text of each record, its number (the same for the same text), and whether it is known."""

    texts: Sequence[str]
    numbers: Ints
    is_known: npt.NDArray[np.bool_]

    def same(self, first: Ints, second: Ints) -> npt.NDArray[np.bool_]:
        """Say of each pair whether the two have the same text."""
        return np.asarray(self.numbers[first] == self.numbers[second])

    def known(self, first: Ints, second: Ints) -> npt.NDArray[np.bool_]:
        """Say of each pair whether the text of both is known."""
        return np.asarray(self.is_known[first] & self.is_known[second])

    def near(self, first: Ints, second: Ints, wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Say of each wanted pair whether the two texts are a letter apart, or one is the end of the other."""
        from rapidfuzz import process  # noqa: PLC0415 - heavy
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        places = np.flatnonzero(wanted)
        one = [self.texts[place] for place in first[places].tolist()]
        other = [self.texts[place] for place in second[places].tolist()]
        apart = process.cpdist(one, other, scorer=OSA.distance, score_cutoff=1, dtype=np.int32)
        ends = [
            len(here) != len(there) and (here.endswith(there) or there.endswith(here))
            for here, there in zip(one, other, strict=True)
        ]
        found = np.zeros(len(wanted), dtype=np.bool_)
        found[places] = (apart <= 1) | np.array(ends, dtype=np.bool_)
        return found


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of the records of a list, looked up once for all pairs."""

    names: NameFacts
    streets: StreetFacts
    postcode: Texts
    sector: Texts
    district: Texts
    phone: Texts
    is_of_several: npt.NDArray[np.bool_]
    ods: Texts


def facts_of(records: Sequence[Compared], names: Words, streets: Words) -> Facts:
    """Return what is compared of records."""
    phones = [record.phone for record in records]
    count = Counter(phones)
    return Facts(
        names=name_facts(records, names, streets),
        streets=street_facts(records, streets),
        postcode=_texts([record.postcode for record in records]),
        sector=_texts([record.postcode[:-_UNIT] for record in records]),
        district=_texts([record.postcode[:-_INWARD] for record in records]),
        phone=_texts(phones),
        is_of_several=np.array([count[phone] > _SEVERAL for phone in phones], dtype=np.bool_),
        ods=_texts([record.ods for record in records]),
    )


def compare(facts: Facts, pairs: Pairs) -> dict[str, Levels]:
    """Return the level of each field for each pair."""
    first, second = pairs[:, 0].astype(np.int32), pairs[:, 1].astype(np.int32)
    return {
        "name": compare_names(facts.names, first, second),
        "place": place_level(compare_streets(facts.streets, first, second), _postcodes(facts, first, second)),
        "phone": _phones(facts, first, second),
        "ods": _ods(facts, first, second),
    }


def _texts(texts: Sequence[str]) -> Texts:
    number = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    codes = np.array([number[text] for text in texts], dtype=np.int32)
    return Texts(texts, codes, np.array([bool(text) for text in texts], dtype=np.bool_))


def _postcodes(facts: Facts, first: Ints, second: Ints) -> Levels:
    known, same = facts.postcode.known(first, second), facts.postcode.same(first, second)
    near = facts.postcode.near(first, second, known & ~same)
    sector, district = facts.sector.same(first, second), facts.district.same(first, second)
    level = np.select([same, near, sector, district], _BY_POSTCODE, Postcode.DIFFERENT)
    return np.where(known, level, Postcode.UNKNOWN).astype(np.int8)


def _phones(facts: Facts, first: Ints, second: Ints) -> Levels:
    known, same = facts.phone.known(first, second), facts.phone.same(first, second)
    near = facts.phone.near(first, second, known & ~same)
    level = np.select([same & facts.is_of_several[first], same, near], _BY_PHONE, Phone.DIFFERENT)
    return np.where(known, level, Phone.UNKNOWN).astype(np.int8)


def _ods(facts: Facts, first: Ints, second: Ints) -> Levels:
    level = np.where(facts.ods.same(first, second), Ods.SAME, Ods.DIFFERENT)
    return np.where(facts.ods.known(first, second), level, Ods.UNKNOWN).astype(np.int8)

"""How the names of two records agree: words weighed by what they tell, misspelt or not, run together or apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.levels import Levels, Name
from dos_router.analysis.duplicates.likeness import Alike, alike
from dos_router.analysis.duplicates.record import Compared
from dos_router.analysis.duplicates.vocabulary import NONE, Floats, Ints, Words, share_of

_SAME, _ALIKE, _PARTLY = 0.85, 0.6, 0.3  # shares of bits
_OWN_WORDS = 2.5  # bits that each has for itself, at which one name is not within the other
_SOMETHING = 2.0  # bits that both have, below which one within the other says nothing
_COMMON, _RARE = 5.0, 9.0  # bits of what agrees
_GENERIC = 4.0  # bits of a word below which it does not make a name, as `pharmacy`
_CONTRARY = 5.0  # bits that each has for itself, at which names run together must be very much alike
_RUN_TOGETHER = 0.95
_SHORTEST_GLUED = 6
_DIGITS = 4  # of a share: what differs only in the last bits of a sum is the same


class NameFacts(NamedTuple):
    """What is compared of the names of records: words, those of their addresses, cores, what each tells, numbers."""

    words: Words
    elsewhere: Ints
    cores: Sequence[str]
    told: Floats
    numbers: Sequence[frozenset[str]]
    known: npt.NDArray[np.bool_]


def name_facts(records: Sequence[Compared], names: Words, streets: Words) -> NameFacts:
    """Return what is compared of the names of records."""
    cores = _cores(records, names)
    numbers = [frozenset(word for word in record.name if word.isdecimal()) for record in records]
    known = np.array([bool(record.name) for record in records], dtype=np.bool_)
    return NameFacts(names, _in_numbers_of(names, streets), cores, _told(cores), numbers, known)


def compare_names(facts: NameFacts, first: Ints, second: Ints) -> Levels:
    """Return the level of the names of each pair."""
    like = alike(facts.words, first, second, elsewhere=facts.elsewhere)
    level = _levels(like, _glued(facts.cores, first, second), np.minimum(facts.told[first], facts.told[second]))
    clash = _numbers_clash(facts.numbers, first, second)
    level = np.where(clash, np.minimum(level, Name.ALIKE), level)
    return np.where(facts.known[first] & facts.known[second], level, Name.UNKNOWN).astype(np.int8)


def _levels(like: Alike, glued: Floats, told: Floats) -> Levels:
    """Return levels by the share of bits that agree, by what each has for itself, and by how much agrees."""
    glued = np.where((np.minimum(like.first, like.second) > _CONTRARY) & (glued < _RUN_TOGETHER), np.float32(0), glued)
    share = np.maximum(2 * like.shared / np.maximum(2 * like.shared + like.first + like.second, 0.01), glued)
    share = share.round(_DIGITS)
    within = (np.minimum(like.first, like.second) <= _OWN_WORDS) & (like.shared > _SOMETHING)
    agrees = np.where(glued >= _SAME, told, np.minimum(like.shared, told))
    level = np.select(
        [share >= _SAME, within, share >= _ALIKE, share >= _PARTLY],
        [Name.SAME, Name.WITHIN, Name.ALIKE, Name.PARTLY],
        Name.DIFFERENT,
    )
    level[(agrees < _COMMON) & ((level == Name.SAME) | (level == Name.WITHIN))] -= 1
    level[(agrees >= _RARE) & (level == Name.SAME)] += 1
    return level.astype(np.int8)


def _in_numbers_of(names: Words, streets: Words) -> Ints:
    """Return the rows of addresses, their words by the numbers that names have for them."""
    number = {word: place for place, word in enumerate(names.spelt)}
    return np.array([*(number.get(word, NONE - 1) for word in streets.spelt), NONE - 1], dtype=np.int32)[streets.rows]


def _cores(records: Sequence[Compared], names: Words) -> list[str]:
    """Return each name run together without its generic words; all of it where it has no others."""
    telling = np.where(names.bits > _GENERIC, names.rows, NONE).tolist()
    cores = []
    for record, row in zip(records, telling, strict=True):
        kept = {names.spelt[word] for word in row if word != NONE}
        cores.append("".join(word for word in record.name if word in kept) or "".join(record.name))
    return cores


def _told(cores: Sequence[str]) -> Floats:
    """Return what it tells that two records have a name: less, the more records have it."""
    count = Counter(cores)
    told = {core: -math.log2(share_of("", many, len(cores))) for core, many in count.items()}
    return np.array([told[core] for core in cores], dtype=np.float32)


def _glued(cores: Sequence[str], first: Ints, second: Ints) -> Floats:
    """Return how alike the cores of two names are: 0 where that is too little, or they are too short."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - heavy

    spelt = sorted(set(cores))
    number = {core: place for place, core in enumerate(spelt)}
    codes = np.array([number[core] for core in cores], dtype=np.int64)
    long = np.array([len(core) >= _SHORTEST_GLUED for core in spelt], dtype=np.bool_)
    pairs, back = np.unique(codes[first] * len(spelt) + codes[second], return_inverse=True)
    one, other = np.divmod(pairs, max(len(spelt), 1))
    found = process.cpdist(
        [spelt[place] for place in one], [spelt[place] for place in other],
        scorer=fuzz.ratio, score_cutoff=100 * _SAME, dtype=np.float32,
    )  # fmt: skip
    found[~(long[one] & long[other])] = 0
    return np.asarray(found[back] / 100, dtype=np.float32)


def _numbers_clash(numbers: Sequence[frozenset[str]], first: Ints, second: Ints) -> npt.NDArray[np.bool_]:
    """Say of each pair whether both names have numbers, and none of them is the same."""
    has = np.array([bool(found) for found in numbers], dtype=np.bool_)
    clash = has[first] & has[second]
    for place in np.flatnonzero(clash):
        clash[place] = numbers[first[place]].isdisjoint(numbers[second[place]])
    return clash

"""How alike the words of two records are: the bits that they share, and those that only one has."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.vocabulary import NONE, Floats, Ints, Words

_CHUNK = 1 << 15  # pairs at a time: what is laid out at once stays within some ten megabytes
_WIDTHS = (3, 5, 7)  # words: pairs of short records are laid out in less room
_THREADS = 2
_LEAST_ALIKE = 0.75
_SHORTEST = 4
_SHORTEST_BEGINNING = 3
_BEGINNING = 0.85  # how alike a word and its beginning are, as `deli` and `delicatessen`
_ELSEWHERE = np.float32(0.25)  # of what a word tells, where the other record has it in another cell

Places = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


class Alike(NamedTuple):
    """For each pair: the bits that both share, and those that only the first and only the second has."""

    shared: Floats
    first: Floats
    second: Floats


class Misspelt(NamedTuple):
    """Words of two records that are nearly one: the pair, where they stand in its rows, how alike they are."""

    pair: npt.NDArray[np.int64]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    alike: Floats


def alike(words: Words, first: Ints, second: Ints, *, elsewhere: Ints | None = None) -> Alike:
    """Return how alike each pair of records is.

    `elsewhere` has rows of the words in another cell of each record, such as its address: a word that only
    one has here, and the other there, tells little.
    """
    chunks = list(_chunks(words, first, second))
    with ThreadPoolExecutor(_THREADS) as pool:
        parts = list(pool.map(lambda part: _alike(words, elsewhere, first[part[0]], second[part[0]], part[1]), chunks))
    found = Alike(*(np.zeros(len(first), dtype=np.float32) for _ in range(3)))
    for (places, _), part in zip(chunks, parts, strict=True):
        for side, bits in zip(found, part, strict=True):
            side[places] = bits
    return found


def _chunks(words: Words, first: Ints, second: Ints) -> Iterator[tuple[Places, int]]:
    """Yield the places of pairs, and how many words the longer record of each has at most."""
    counts = (words.rows != NONE).sum(axis=1)
    longer = np.maximum(counts[first], counts[second])
    least = 0
    for most in (*(many for many in _WIDTHS if many < words.rows.shape[1]), words.rows.shape[1]):
        places = np.flatnonzero((longer >= least) & (longer <= most))
        yield from ((places[at : at + _CHUNK], most) for at in range(0, len(places), _CHUNK))
        least = most + 1


def _alike(words: Words, elsewhere: Ints | None, first: Ints, second: Ints, most: int) -> Alike:
    left, right = words.rows[first, :most], words.rows[second, :most]
    bits_left, bits_right = words.bits[first, :most], words.bits[second, :most]
    same = (left[:, :, None] == right[:, None, :]) & (left[:, :, None] != NONE)
    both_left, both_right = same.any(axis=2), same.any(axis=1)
    near = _misspelt(words, left, right, (left != NONE) & ~both_left, (right != NONE) & ~both_right)
    lighter = near.alike * np.minimum(bits_left[near.pair, near.left], bits_right[near.pair, near.right])
    near_left = _best(left.shape, near.pair, near.left, lighter)
    near_right = _best(right.shape, near.pair, near.right, lighter)
    shared = np.minimum(
        (bits_left * both_left + near_left).sum(axis=1), (bits_right * both_right + near_right).sum(axis=1)
    )
    only_left = np.where(both_left | (near_left > 0), np.float32(0), bits_left)
    only_right = np.where(both_right | (near_right > 0), np.float32(0), bits_right)
    if elsewhere is not None:
        only_left[_stands_in(left, elsewhere[second])] *= _ELSEWHERE
        only_right[_stands_in(right, elsewhere[first])] *= _ELSEWHERE
    return Alike(shared, only_left.sum(axis=1), only_right.sum(axis=1))


def _stands_in(rows: Ints, others: Ints) -> Marks:
    return np.asarray((rows[:, :, None] == others[:, None, :]).any(axis=2))


def _best(shape: tuple[int, ...], pair: npt.NDArray[np.int64], place: npt.NDArray[np.int64], bits: Floats) -> Floats:
    found = np.zeros(shape, dtype=np.float32)
    np.maximum.at(found, (pair, place), bits)
    return found


def _misspelt(words: Words, left: Ints, right: Ints, alone_left: Marks, alone_right: Marks) -> Misspelt:
    """Return the words that are nearly one, of those that no word of the other record equals.

    Only those with the same first or the same last letter are looked at.
    """
    begins = words.begins[left][:, :, None] == words.begins[right][:, None, :]
    ends = words.ends[left][:, :, None] == words.ends[right][:, None, :]
    pair, one, other = np.nonzero(alone_left[:, :, None] & alone_right[:, None, :] & (begins | ends))
    codes = left[pair, one].astype(np.int64) * len(words.spelt) + right[pair, other]
    unique, back = np.unique(codes, return_inverse=True)
    found = _spelt_alike(words, unique)[back]
    kept = found > 0
    return Misspelt(pair[kept], one[kept], other[kept], found[kept])


def _spelt_alike(words: Words, codes: npt.NDArray[np.int64]) -> Floats:
    """Return how alike pairs of words are: 0 where that is too little to be one word misspelt."""
    from rapidfuzz import process  # noqa: PLC0415 - heavy
    from rapidfuzz.distance import OSA, Prefix  # noqa: PLC0415

    one, other = np.divmod(codes, max(len(words.spelt), 1))
    first, second = [words.spelt[word] for word in one.tolist()], [words.spelt[word] for word in other.tolist()]
    found = process.cpdist(first, second, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_ALIKE, dtype=np.float32)
    begun = process.cpdist(first, second, scorer=Prefix.similarity, dtype=np.int32)
    lengths = np.array([len(word) for word in words.spelt], dtype=np.int32)
    shorter = np.minimum(lengths[one], lengths[other])
    found[shorter < _SHORTEST] = 0
    begins = (begun == shorter) & (shorter >= _SHORTEST_BEGINNING)
    found[begins] = np.maximum(found[begins], np.float32(_BEGINNING))
    return np.asarray(found, dtype=np.float32)

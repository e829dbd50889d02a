"""Words as numbers: each record's words in a row of a matrix, and how much each of them tells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

NONE = -1
_SHORTEST_MISSPELT = 5
_FREQUENT = 20  # times as frequent as a word that may be its misspelling
_MANY = 30  # records of a type, from which on a word may be frequent within it
_ELSEWHERE = 300  # records of other lists, which a list is filled up with
_OFTEN, _SELDOM = 0.1, 0.001  # shares of them that have a generic word, and any other
GENERIC = frozenset({
    "and", "at", "care", "centre", "chemist", "clinic", "community", "dental", "dentist", "doctors", "dr", "general",
    "group", "health", "hospital", "house", "in", "lane", "limited", "medical", "new", "nhs", "of", "optician",
    "optometrist", "park", "partners", "pharmacy", "practice", "road", "school", "service", "street", "surgery", "team",
    "the", "town", "unit",
})  # fmt: skip
_LEAST = 0.1  # bits of a word that every record has


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a column: a row of numbers for each record (NONE pads), and what each tells.

    `spelt` is how the word of each number is spelt, `begins` and `ends` its first and last letter (and, last
    of all, of NONE).
    """

    rows: Ints
    bits: Floats
    spelt: tuple[str, ...]
    begins: Ints
    ends: Ints


def number_words(column: Sequence[tuple[str, ...]], types: Sequence[str], most: int) -> Words:
    """Return a column's words as numbers, those that tell most first, `most` for each record.

    A word tells -log2 of the share of records that have it, in the list or within the type, whichever is
    more. One that is rare and misspells a frequent one tells no more than that.
    """
    counts = Counter(word for words in column for word in words)
    spelt = tuple(sorted(counts))
    number = {word: place for place, word in enumerate(spelt)}
    shares = _shares(column, types, counts)
    rows = np.full((len(column), most), NONE, dtype=np.int32)
    bits = np.zeros((len(column), most), dtype=np.float32)
    tell = {kind: {word: _told(share) for word, share in known.items()} for kind, known in shares.items()}
    for row, (words, kind) in enumerate(zip(column, types, strict=True)):
        told = tell[kind]
        best = sorted(words, key=lambda word: (-told[word], word))[:most]
        rows[row, : len(best)] = [number[word] for word in best]
        bits[row, : len(best)] = [told[word] for word in best]
    return Words(rows, bits, spelt, _letters(spelt, 0), _letters(spelt, -1))


def _letters(spelt: Sequence[str], place: int) -> Ints:
    return np.array([*(ord(word[place]) for word in spelt), NONE], dtype=np.int32)


def share_of(word: str, count: int, records: int) -> float:
    """Return the share of records that have a word, a short list filled up with what is met elsewhere."""
    elsewhere = _OFTEN if word in GENERIC else _SELDOM
    return (count + _ELSEWHERE * elsewhere) / (records + _ELSEWHERE)


def _told(share: float) -> float:
    return float(-np.log2(share)) + _LEAST


def _shares(
    column: Sequence[tuple[str, ...]], types: Sequence[str], counts: Counter[str]
) -> dict[str, dict[str, float]]:
    """Return for each type the share of records that have each of its words."""
    meant = _misspelt(counts)
    overall = {
        word: share_of(word, max(count, counts[meant.get(word, word)]), len(column)) for word, count in counts.items()
    }
    within: dict[str, Counter[str]] = defaultdict(Counter)
    for words, kind in zip(column, types, strict=True):
        within[kind].update(words)
    size = Counter(types)
    return {
        kind: {
            word: max(overall[word], max(count, found[meant.get(word, word)]) / (size[kind] + 1))
            if size[kind] >= _MANY
            else overall[word]
            for word, count in found.items()
        }
        for kind, found in within.items()
    }


def _misspelt(counts: Counter[str]) -> dict[str, str]:
    """Return the frequent word that each rare one is a letter away from (one more, one less, another, two swapped)."""
    frequent = sorted(
        (word for word, count in counts.items() if count >= _FREQUENT and len(word) >= _SHORTEST_MISSPELT),
        key=lambda word: (counts[word], word),
    )
    shapes = {shape: word for word in frequent for shape in _shortened(word)}
    found: dict[str, str] = {}
    for word, count in counts.items():
        if len(word) >= _SHORTEST_MISSPELT - 1:
            near = next((shapes[shape] for shape in _shortened(word) if shape in shapes), None)
            if near and near != word and counts[near] >= _FREQUENT * count:
                found[word] = near
    return found


def _shortened(word: str) -> list[str]:
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]

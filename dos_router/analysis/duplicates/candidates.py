"""Which pairs of records are compared at all: those that share a key, within a type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.record import Compared
from dos_router.analysis.duplicates.vocabulary import NONE, Words

Pairs = npt.NDArray[np.int64]
Key = tuple[str, ...]

_LARGEST = 60  # records of one key that are all compared with each other
_WINDOW = 20  # of more, each is compared with so many after it, ordered by content
_INWARD = 3  # characters of a postcode after its district
_NAME_WORDS, _STREET_WORDS, _NUMBERS = 3, 2, 3  # of a record that make keys: those that tell most
_BEGINNING = 5  # characters of a name


def candidates(records: Sequence[Compared], names: Words, streets: Words) -> Pairs:
    """Return the pairs of a type (first < second) that share a key, ordered, each once."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    telling = zip(records, _telling(names, _NAME_WORDS), _telling(streets, _STREET_WORDS), strict=True)
    for place, (record, name, street) in enumerate(telling):
        for key in _keys(record, name, street):
            blocks[record.type, *key].append(place)
    return _pairs((pair for block in blocks.values() for pair in _within(block, records)), len(records))


def across_types(records: Sequence[Compared]) -> Pairs:
    """Return the pairs of different types that have one name, at one postcode or with one telephone number."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        name = "".join(sorted(record.name))
        for kind, value in (("postcode", record.postcode), ("phone", record.phone)):
            if name and value:
                blocks[kind, value, name].append(place)
    found = (pair for block in blocks.values() for pair in _within(block, records))
    return _pairs(((a, b) for a, b in found if records[a].type != records[b].type), len(records))


def with_pairs(pairs: Pairs, more: Collection[tuple[int, int]], records: int) -> Pairs:
    """Return pairs with more of them, ordered, each once."""
    return _pairs([*map(tuple, pairs.tolist()), *more], records) if more else pairs


def _keys(record: Compared, name: Sequence[str], street: Sequence[str]) -> Iterator[Key]:
    area = record.postcode[:-_INWARD]
    for kind, value in (("postcode", record.postcode), ("phone", record.phone), ("ods", record.ods)):
        if value:
            yield kind, value
    for number in record.numbers[:_NUMBERS]:
        for word in street:
            yield "address", number, word
    if not record.numbers and street:
        yield "address", *sorted(street)
    for word in name[:2]:
        yield "name", area, word
    if record.name:
        yield "begins", area, "".join(record.name)[:_BEGINNING]
    for pair in combinations(name, 2):
        yield "words", *sorted(pair)
    if len(name) == 1:
        yield "words", name[0]


def _telling(words: Words, count: int) -> Iterator[list[str]]:
    """Yield the words of each record that tell most."""
    for row in words.rows[:, :count].tolist():
        yield [words.spelt[word] for word in row if word != NONE]


def _within(block: list[int], records: Sequence[Compared]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block; of a large one those that are near each other when ordered by content."""
    if len(block) <= _LARGEST:
        yield from combinations(block, 2)
        return
    ordered = sorted(block, key=lambda place: (records[place][1:], place))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 : at + 1 + _WINDOW]:
            yield (one, other) if one < other else (other, one)


def _pairs(found: Iterable[tuple[int, int]], records: int) -> Pairs:
    codes = np.unique(np.fromiter((first * records + second for first, second in found), dtype=np.int64))
    return np.stack(np.divmod(codes, max(records, 1)), axis=1)

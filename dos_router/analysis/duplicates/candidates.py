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
Codes = npt.NDArray[np.int64]
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
    return _decoded(_within(blocks.values(), records), len(records))


def across_types(records: Sequence[Compared]) -> Pairs:
    """Return the pairs of different types that have one name, at one postcode or with one telephone number."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        name = "".join(sorted(record.name))
        for kind, value in (("postcode", record.postcode), ("phone", record.phone)):
            if name and value:
                blocks[kind, value, name].append(place)
    pairs = _decoded(_within(blocks.values(), records), len(records))
    number = {kind: place for place, kind in enumerate(dict.fromkeys(record.type for record in records))}
    types = np.array([number[record.type] for record in records], dtype=np.int64)
    return np.asarray(pairs[types[pairs[:, 0]] != types[pairs[:, 1]]])


def with_pairs(pairs: Pairs, more: Collection[tuple[int, int]], records: int) -> Pairs:
    """Return pairs with more of them, ordered, each once."""
    if not more:
        return pairs
    return _decoded(_coded(np.concatenate([pairs, np.array(sorted(more), dtype=np.int64)]), records), records)


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


def _within(blocks: Iterable[list[int]], records: Sequence[Compared]) -> Codes:
    """Return the pairs of each block; of a large one those that are near each other when ordered by content."""
    by_size: dict[int, list[list[int]]] = defaultdict(list)
    for block in blocks:
        by_size[len(block)].append(block)
    found = [np.zeros(0, dtype=np.int64)]
    for size, alike in by_size.items():
        if size <= _LARGEST:
            first, second = np.triu_indices(size, 1)
            rows = np.array(alike, dtype=np.int64)
            found.append((rows[:, first] * len(records) + rows[:, second]).ravel())
        else:
            found += [_coded(_neighbours(block, records), len(records)) for block in alike]
    return np.concatenate(found)


def _neighbours(block: list[int], records: Sequence[Compared]) -> Pairs:
    """Return the pairs of a large block that are near each other when ordered by content."""
    ordered = np.array(sorted(block, key=lambda place: (records[place][1:], place)), dtype=np.int64)
    pairs = [np.stack([ordered[:-step], ordered[step:]], axis=1) for step in range(1, _WINDOW + 1)]
    return np.sort(np.concatenate(pairs), axis=1)


def _coded(pairs: Pairs, records: int) -> Codes:
    """Return each pair as one number."""
    return np.asarray(pairs[:, 0] * records + pairs[:, 1])


def _decoded(codes: Codes, records: int) -> Pairs:
    """Return the pairs that numbers stand for, ordered, each once."""
    return np.stack(np.divmod(np.unique(codes), max(records, 1)), axis=1)

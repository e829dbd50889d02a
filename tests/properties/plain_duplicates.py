"""The comparison of two records, written plainly: one pair at a time, word by word, without arrays."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from rapidfuzz.distance import OSA

from dos_router.analysis.duplicates.levels import Ods, Phone, Postcode, Street
from dos_router.analysis.duplicates.record import Compared
from dos_router.analysis.duplicates.vocabulary import GENERIC


def shared_keys(one: Compared, other: Compared, names: dict[str, float], streets: dict[str, float]) -> bool:
    """Say whether two records of a type have a key in common."""
    return one.type == other.type and bool(keys(one, names, streets) & keys(other, names, streets))


def keys(record: Compared, names: dict[str, float], streets: dict[str, float]) -> set[tuple[str, ...]]:
    name, street = telling(record.name, names)[:3], telling(record.street, streets)[:2]
    area = record.postcode[:-3]
    found: set[tuple[str, ...]] = {("name", area, word) for word in name[:2]}
    found |= {
        (kind, value) for kind, value in (("pc", record.postcode), ("ph", record.phone), ("ods", record.ods)) if value
    }
    found |= {("address", number, word) for number in record.numbers[:3] for word in street}
    if street and not record.numbers:
        found.add(("address", *sorted(street)))
    if record.name:
        found.add(("begins", area, "".join(record.name)[:5]))
    found |= {("words", *sorted(pair)) for pair in combinations(name, 2)}
    if len(name) == 1:
        found.add(("words", name[0]))
    return found


def telling(words: Sequence[str], bits: dict[str, float]) -> list[str]:
    return sorted(words, key=lambda word: (-bits[word], word))


def bits_of(column: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """Return the bits of each word of a short list, none of them so frequent that others misspell it."""
    counts = Counter(word for words in column for word in words)
    return {
        word: -math.log2((count + 300 * (0.1 if word in GENERIC else 0.001)) / (len(column) + 300)) + 0.1
        for word, count in counts.items()
    }


def likeness(word: str, other: str) -> float:
    """Return how alike two different words are, 0 where they are two."""
    if word[0] != other[0] and word[-1] != other[-1]:
        return 0.0
    alike = OSA.normalized_similarity(word, other) if min(len(word), len(other)) >= 4 else 0.0
    alike = alike if alike >= 0.75 else 0.0
    begins = min(len(word), len(other)) >= 3 and (word.startswith(other) or other.startswith(word))
    return max(alike, 0.85 if begins else 0.0)


def shared_bits(one: Sequence[str], other: Sequence[str], bits: dict[str, float]) -> tuple[float, set[str], set[str]]:
    """Return the bits that two records share, and the words that only the first and only the second has."""
    left, right = set(one), set(other)
    mine, mine_alone = _side(left, right, bits)
    theirs, theirs_alone = _side(right, left, bits)
    return min(mine, theirs), mine_alone, theirs_alone


def _side(own: set[str], other: set[str], bits: dict[str, float]) -> tuple[float, set[str]]:
    total, alone = sum(bits[word] for word in own & other), set()
    for word in own - other:
        best = max((likeness(word, each) * min(bits[word], bits[each]) for each in other - own), default=0.0)
        total += best
        if best == 0:
            alone.add(word)
    return total, alone


def postcode_level(one: str, other: str) -> Postcode:
    if not one or not other:
        return Postcode.UNKNOWN
    if one == other:
        return Postcode.SAME
    if one_apart(one, other):
        return Postcode.LETTER
    if one[:-2] == other[:-2]:
        return Postcode.SECTOR
    return Postcode.DISTRICT if one[:-3] == other[:-3] else Postcode.DIFFERENT


def phone_level(one: str, other: str, several: bool) -> Phone:
    if not one or not other:
        return Phone.UNKNOWN
    if one == other:
        return Phone.SHARED if several else Phone.SAME
    return Phone.DIGIT if one_apart(one, other) else Phone.DIFFERENT


def one_apart(one: str, other: str) -> bool:
    return OSA.distance(one, other) <= 1 or one.endswith(other) or other.endswith(one)


def ods_level(one: str, other: str) -> Ods:
    if not one or not other:
        return Ods.UNKNOWN
    return Ods.SAME if one == other else Ods.DIFFERENT


def street_level(one: Compared, other: Compared, bits: dict[str, float]) -> Street:
    if not all(each.numbers or sum(sorted(bits[word] for word in each.street)[-14:]) >= 6 for each in (one, other)):
        return Street.UNKNOWN
    shared, left, right = shared_bits(one.street, other.street, bits)
    only = [sum(bits[word] for word in side) for side in (left, right)]
    share = 2 * shared / max(2 * shared + sum(only), 0.01)
    if shared > 6:
        share = max(share, 0.95 * shared / max(shared + min(only), 0.01))
    share = round(share, 4)
    agree = bool(set(one.numbers[:6]) & set(other.numbers[:6]))
    if one.numbers and other.numbers and not agree:
        return Street.OTHER_NUMBER if share >= 0.5 else Street.DIFFERENT
    if agree and share >= 0.55:
        return Street.SAME
    if share >= 0.8:
        return Street.ALIKE
    return Street.PARTLY if agree or share >= 0.5 else Street.DIFFERENT

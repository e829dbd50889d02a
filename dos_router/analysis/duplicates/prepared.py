"""Records in their one order, with what of them is compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dos_router.analysis.duplicates.candidates import Pairs
from dos_router.analysis.duplicates.cells import compared
from dos_router.analysis.duplicates.comparison import Facts, compare, facts_of
from dos_router.analysis.duplicates.levels import Levels
from dos_router.analysis.duplicates.record import Compared, ListedRecord
from dos_router.analysis.duplicates.vocabulary import Words, number_words

NAME_WORDS, STREET_WORDS = 10, 14  # of a record that are compared: those that tell most


@dataclass(frozen=True, slots=True)
class Prepared:
    """Records by id, what of each is compared, and their words as numbers."""

    records: tuple[ListedRecord, ...]
    compared: tuple[Compared, ...]
    names: Words
    streets: Words
    facts: Facts

    def levels(self, pairs: Pairs) -> dict[str, Levels]:
        """Return how each field of each pair agrees."""
        return compare(self.facts, pairs)


def in_one_order(records: Iterable[ListedRecord]) -> tuple[ListedRecord, ...]:
    """Return records by id and content, whatever order they come in."""
    return tuple(sorted(records, key=lambda record: record[:-1]))


def prepared(records: tuple[ListedRecord, ...]) -> Prepared:
    """Return records, in the order given, with what of them is compared."""
    plain = tuple(compared(record) for record in records)
    names = number_words([one.name for one in plain], [one.type for one in plain], NAME_WORDS)
    streets = number_words([one.street for one in plain], [""] * len(plain), STREET_WORDS)
    return Prepared(records, plain, names, streets, facts_of(plain, names, streets))

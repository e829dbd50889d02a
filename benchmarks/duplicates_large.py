"""A list as large as one likes: real records repeated elsewhere, with made words, postcodes and telephone numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import count, islice

from dos_router.analysis.duplicates.record import ListedRecord

SYLLABLES = (
    "bar", "ton", "wick", "ham", "ley", "ford", "ster", "dale", "by", "thorpe", "wood", "field", "mar", "pen", "tre",
)  # fmt: skip
ROADS = ("Street", "Road", "Lane", "Avenue", "Close")
NAMED_AFTER_PLACES = 0.6  # share of records


def elsewhere(records: Sequence[ListedRecord], many: int, *, seed: int) -> list[ListedRecord]:
    """Return so many records, those given and then again and again with other places."""
    dice = random.Random(seed)
    return [one._replace(id=f"L{n:06d}") for n, one in enumerate(islice(_repeated(dice, records), many))]


def _repeated(dice: random.Random, records: Sequence[ListedRecord]) -> Iterator[ListedRecord]:
    yield from records
    for _ in count():
        yield from (_moved(dice, record) for record in records)


def _moved(dice: random.Random, record: ListedRecord) -> ListedRecord:
    letters, inward = dice.choices("ABCDEFGHJKLMNPRSTUWYZ", k=2), dice.choices("ABDEFGHJLNPQRSTUWXYZ", k=2)
    name = f"{record.name} {_word(dice)}" if dice.random() < NAMED_AFTER_PLACES else record.name
    return record._replace(
        name=name,
        address=f"{dice.randrange(1, 200)} {_word(dice)} {dice.choice(ROADS)}",
        town=_word(dice),
        postcode=f"{''.join(letters)}{dice.randrange(1, 30)} {dice.randrange(10)}{''.join(inward)}",
        phone=f"01{dice.randrange(100, 1000)} {dice.randrange(10**6):06d}" if record.phone else "",
    )


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(SYLLABLES, k=3)).title()

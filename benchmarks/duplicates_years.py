"""A register years later: practices closed, moved, renamed, with other telephone numbers, written by other hands."""

from __future__ import annotations

import random
from collections.abc import Sequence

from benchmarks.duplicates_planted import FAULTS
from dos_router.analysis.duplicates.record import ListedRecord

CLOSED, OPENED, MOVED, RENAMED, NEW_PHONE, REWORDED = 0.15, 0.03, 0.08, 0.12, 0.12, 0.25
OF_EIGHT_YEARS = [fault for fault in FAULTS if fault.__name__ in {
    "_name_short", "_name_dropped", "_cased", "_address_short", "_address_dropped", "_address_turned",
}]  # fmt: skip
SURNAMES = ("Patel", "Smith", "Khan", "Shah", "Jones", "Wilson", "Ahmed", "Brown")


def years_later(
    records: Sequence[ListedRecord], *, seed: int
) -> tuple[list[ListedRecord], list[ListedRecord], dict[str, str]]:
    """Return a register, the same years later, and the truth: which practice each record of the two is."""
    dice = random.Random(seed)
    before = [one._replace(id=f"old-{one.id}") for one in records if dice.random() >= OPENED]
    after = [_later(dice, one, records) for one in records if dice.random() >= CLOSED]
    return before, after, {f"{when}-{one.id}": one.id for one in records for when in ("old", "new")}


def _later(dice: random.Random, record: ListedRecord, others: Sequence[ListedRecord]) -> ListedRecord:
    later = record._replace(id=f"new-{record.id}")
    if dice.random() < REWORDED:
        for fault in dice.sample(OF_EIGHT_YEARS, 2):
            later = fault(dice, later)
    if dice.random() < RENAMED:
        kind = dice.choice(["Medical Practice", "Surgery", "Health Centre", "Group Practice"])
        name = f"{dice.choice(others).name.split()[0]} {kind}"
        later = later._replace(name=dice.choice([name, f"Dr {dice.choice(SURNAMES)} and Partners"]))
    if dice.random() < MOVED:
        street, town = dice.choice(others).address.split(", ")[0], later.address.split(", ")[-1]
        inward = f"{dice.randrange(10)}{''.join(dice.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"
        later = later._replace(
            address=f"{dice.randrange(1, 200)} {street}, {town}", postcode=record.postcode[:-3] + inward
        )
    if dice.random() < NEW_PHONE:
        later = later._replace(phone=record.phone[:5] + f"{dice.randrange(10**6):06d}")
    return later

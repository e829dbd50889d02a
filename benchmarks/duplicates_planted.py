"""Lists with planted duplicates: real records repeated with the errors that people make, so that the truth is known."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from dos_router.analysis.duplicates.record import ListedRecord

Fault = Callable[[random.Random, ListedRecord], ListedRecord]
MOSTLY, EVENLY = 0.8, 0.5
SHORTEST = 3  # letters of a text, words of a name, that a fault is made in
AREA = 5  # digits of an area code
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORT = {
    "road": "Rd", "street": "St", "avenue": "Ave", "lane": "Ln", "centre": "Ctr", "medical": "Med", "health": "Hlth",
    "surgery": "Surg", "practice": "Prac", "pharmacy": "Chemist", "limited": "Ltd", "close": "Cl", "house": "Hse",
    "hospital": "Hosp", "saint": "St", "and": "&", "drive": "Dr", "court": "Ct", "service": "Svc",
}  # fmt: skip


def plant(
    records: Sequence[ListedRecord], *, seed: int, share: float = 0.15
) -> tuple[list[ListedRecord], dict[str, str]]:
    """Return the records and their faulty copies in a made order, and the truth: whose copy each is."""
    dice = random.Random(seed)
    listed: list[tuple[ListedRecord, str]] = []
    for number, record in enumerate(records):
        listed.append((record, f"E{number}"))
        copies = (1 if dice.random() < MOSTLY else 2) if dice.random() < share else 0
        listed += [(_copied(dice, record), f"E{number}") for _ in range(copies)]
    dice.shuffle(listed)
    named = [(record._replace(id=f"R{place:06d}"), whose) for place, (record, whose) in enumerate(listed)]
    return [record for record, _ in named], {record.id: whose for record, whose in named}


def _copied(dice: random.Random, record: ListedRecord) -> ListedRecord:
    for fault in dice.sample(FAULTS, dice.choice([1, 2, 2, 3, 3, 4])):
        record = fault(dice, record)
    return record


def _typo(dice: random.Random, text: str) -> str:
    if len(text) < SHORTEST:
        return text
    place = dice.randrange(1, len(text) - 1)
    return dice.choice([
        text[:place] + text[place + 1 :],
        text[:place] + dice.choice(LETTERS) + text[place:],
        text[:place] + dice.choice(LETTERS) + text[place + 1 :],
        text[:place] + text[place + 1] + text[place] + text[place + 2 :],
    ])  # fmt: skip


def _shorter(dice: random.Random, text: str) -> str:
    words = text.split(" ")
    for place, word in enumerate(words):
        bare = word.strip(",").lower()
        if bare in SHORT and dice.random() < MOSTLY:
            words[place] = SHORT[bare] + ("," if word.endswith(",") else "")
    return " ".join(words)


def _name_typo(dice: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(name=_typo(dice, record.name))


def _name_short(dice: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(name=_shorter(dice, record.name))


def _name_dropped(dice: random.Random, record: ListedRecord) -> ListedRecord:
    words = record.name.split()
    if len(words) < SHORTEST:
        return record
    words.pop(dice.randrange(len(words)))
    return record._replace(name=" ".join(words))


def _name_turned(dice: random.Random, record: ListedRecord) -> ListedRecord:
    words = record.name.split()
    at = dice.randrange(len(words)) if words else 0
    return record._replace(name=" ".join(words[at:] + words[:at]))


def _name_added(dice: random.Random, record: ListedRecord) -> ListedRecord:
    place = (record.town or record.address.split(",")[-1]).strip()
    return record._replace(name=dice.choice([
        f"NHS {record.name}", f"{record.name} Ltd", f"The {record.name}", f"{record.name} - {place}",
        f"{record.name} (new)", f"{record.name} Service", f"*{record.name}", f"{record.type}: {record.name}",
        f"{record.name} - DUPLICATE", f"{record.name}, {place}",
    ]))  # fmt: skip


def _cased(dice: random.Random, record: ListedRecord) -> ListedRecord:
    case = dice.choice([str.upper, str.lower, str.title])
    return record._replace(name=case(record.name), address=case(record.address))


def _address_typo(dice: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(address=_typo(dice, record.address))


def _address_short(dice: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(address=_shorter(dice, record.address))


def _address_dropped(dice: random.Random, record: ListedRecord) -> ListedRecord:
    parts = record.address.split(", ")
    if len(parts) > 1:
        parts.pop(dice.randrange(len(parts)))
    return record._replace(address=", ".join(parts))


def _address_turned(dice: random.Random, record: ListedRecord) -> ListedRecord:
    parts = record.address.split(", ")
    dice.shuffle(parts)
    return record._replace(address=", ".join(parts))


def _address_empty(_: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(address="")


def _town_moved(_: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(address=", ".join(part for part in (record.address, record.town) if part), town="")


def _postcode_typo(dice: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(postcode=_typo(dice, record.postcode))


def _postcode_inward(dice: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(postcode=record.postcode[:-2] + "".join(dice.choices("ABDEFGHJLNPQRSTUWXYZ", k=2)))


def _postcode_cased(_: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(postcode=record.postcode.lower().replace(" ", ""))


def _postcode_empty(_: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(postcode="")


def _postcode_moved(_: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(address=f"{record.address}, {record.postcode}", postcode="")


def _phone_other(dice: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(phone=record.phone[:-4] + f"{dice.randrange(10_000):04d}" if record.phone else "")


def _phone_digit(dice: random.Random, record: ListedRecord) -> ListedRecord:
    if len(record.phone) <= AREA:
        return record
    at = dice.randrange(AREA, len(record.phone))
    return record._replace(phone=record.phone[:at] + str(dice.randrange(10)) + record.phone[at + 1 :])


def _phone_written(dice: random.Random, record: ListedRecord) -> ListedRecord:
    digits = "".join(letter for letter in record.phone if letter.isdigit())
    if not digits:
        return record
    return record._replace(phone=dice.choice([
        digits, f"+44 {digits[1:5]} {digits[5:]}", f"({digits[:5]}) {digits[5:]}", f"{digits[:4]}-{digits[4:]}",
        f"Tel. {record.phone}", f"{record.phone} (option 2)", digits[1:],
    ]))  # fmt: skip


def _phone_empty(_: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(phone="")


def _ods_empty(_: random.Random, record: ListedRecord) -> ListedRecord:
    return record._replace(ods="")


def _swapped(dice: random.Random, record: ListedRecord) -> ListedRecord:
    if dice.random() < EVENLY:
        return record._replace(phone=record.postcode, postcode=record.phone)
    return record._replace(address=record.town, town=record.address)


FAULTS: list[Fault] = [
    _name_typo, _name_short, _name_dropped, _name_turned, _name_added, _name_added, _cased,
    _address_typo, _address_short, _address_dropped, _address_turned, _address_empty, _town_moved,
    _postcode_typo, _postcode_inward, _postcode_cased, _postcode_empty, _postcode_moved,
    _phone_other, _phone_digit, _phone_written, _phone_written, _phone_empty, _ods_empty, _swapped,
]  # fmt: skip

"""A listed record → what of it is compared; values that stand in the wrong cell are found there."""

from __future__ import annotations

import re

from dos_router.analysis.duplicates.record import Compared, ListedRecord
from dos_router.analysis.duplicates.wording import name_words, street_words, words_of

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b", re.IGNORECASE)
_SQUEEZED = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_PHONE = re.compile(r"\+?[0-9(][0-9 ().\-]{6,}[0-9]")
_STATES = "do not use|not in use|duplicate|new|old|temp(?:orary)?|test|copy|closed|bookable"
_REMARK = re.compile(rf"\s*(?:\((?:{_STATES})\)|[-–:*] *(?:{_STATES}))\s*$", re.IGNORECASE)
_BEFORE = re.compile(r"\s*(\w[\w ]+?)(?: *: *| +[-–] +)")
_SHORTEST, _LONGEST = 6, 11  # digits of a number in Britain, without its zero
_CODE = re.compile(r"[^A-Z0-9]")
_LEAST_CODE = 3


def compared(record: ListedRecord) -> Compared:
    """Return what of a record is compared."""
    address = ", ".join(part for part in (record.address, record.town) if part)
    postcode, address = _postcode(record, address)
    phone = _phone(record.phone) or _phone(record.postcode)
    words, numbers = street_words(address)
    return Compared(
        type=" ".join(words_of(record.type)),
        name=name_words(_bare(record)) or name_words(record.name),
        street=words,
        numbers=_number_parts(numbers),
        postcode=postcode,
        phone=phone,
        ods=_CODE.sub("", record.ods.upper()),
    )


def _bare(record: ListedRecord) -> str:
    """Return the name without a remark on its state, and without the type before it, as in `Opt - Smith`."""
    name = _REMARK.sub("", record.name)
    before = _BEFORE.match(name)
    return name[before.end() :] if before and record.type.casefold().startswith(before[1].casefold()) else name


def _postcode(record: ListedRecord, address: str) -> tuple[str, str]:
    """Return the postcode, and the address without it; one in another cell counts where its own has none."""
    own = _CODE.sub("", record.postcode.upper())
    if _SQUEEZED.fullmatch(own):
        return own, _POSTCODE.sub(" ", address)
    for cell in (record.postcode, address, record.phone, record.name):
        if found := _POSTCODE.search(cell):
            return (found[1] + found[2]).upper(), _POSTCODE.sub(" ", address)
    is_one = len(own) >= _LEAST_CODE and not _phone(record.postcode)
    return (own if is_one else ""), address


def _phone(text: str) -> str:
    found = _PHONE.search(text)
    if not found:
        return ""
    digits = re.sub(r"[^0-9]", "", found[0]).lstrip("0")
    if digits.startswith("44") and len(digits) >= _LONGEST:
        digits = digits[2:].lstrip("0")
    return digits if _SHORTEST <= len(digits) <= _LONGEST else ""


def _number_parts(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Return numbers, of `54e` also `54`."""
    parts: dict[str, None] = {}
    for number in numbers:
        parts[number] = None
        parts[re.match(r"[0-9]+", number)[0] if number[0].isascii() else number] = None  # type: ignore[index]
    return tuple(parts)

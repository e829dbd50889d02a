"""Names and addresses in capitals, as registers keep them → as people write them; ids from names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_SLUG = 60
LONGEST_CODE = 5  # letters and digits of what is left as it is: IC24, 10A
_SMALL = frozenset({"and", "at", "by", "for", "in", "of", "on", "the", "to", "with"})
_KEPT = frozenset(
    "AE A&E CIC DAC ED EU GP GPS IC24 MIU NHS OOH PCN PCT UCC UK UTC UTCS WIC".split()  # noqa: SIM905 - easier to read
)
_ORDINARY = frozenset({"DR", "DRS", "LTD", "MR", "MRS", "MS", "RD", "ST", "STN", "CTR", "CRT", "HSE", "LN", "PK", "BR"})
_INNER = re.compile(r"(?<=[A-Za-z])[A-Z]|(?<=[A-Za-z]{2}')[A-Z]")  # letters that are no first ones
_WORD = re.compile(r"[A-Za-z&0-9]+(?:'[A-Za-z]+)*")


@lru_cache(32_768)  # so are the towns and the owners of a list
def tidy_name(text: str) -> str:
    """Return a name written in capitals in ordinary case; one that has small letters stays as it is."""
    whole = " ".join(text.split())
    if not whole.isupper():
        return whole
    return _WORD.sub(lambda match: _cased(match[0], is_first=match.start() == 0), whole)


def slug(text: str) -> str:
    """Return a text as part of an id: a-z, 0-9 and `-`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")


def address_lines(text: str) -> tuple[str, ...]:
    """Return the lines of an address that stands in one cell."""
    return tuple(part for piece in re.split(r"[,\r\n]", text) if (part := tidy_name(piece)))


@lru_cache(32_768)  # a million names are made of few words
def _cased(word: str, *, is_first: bool) -> str:
    if word in _KEPT or (len(word) <= LONGEST_CODE and any(character.isdigit() for character in word)):
        return word
    if word.lower() in _SMALL and not is_first:
        return word.lower()
    if word not in _ORDINARY and not re.search("[AEIOUY]", word):
        return word  # BHD, SCFT: initials
    return _INNER.sub(lambda match: match[0].lower(), word)

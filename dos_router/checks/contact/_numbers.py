"""Telephone numbers of the United Kingdom: which are possible, by the national numbering plan as published by Ofcom."""

from __future__ import annotations

import re

# what may be dialled as it is, without an area code
SHORT = frozenset({"999", "112", "111", "101", "105", "116117", "116123", "119", "159", "0800111", "08001111"})

# area codes in use, without their 01
_AREA = re.compile(
    r"""1[3-8]\d|[2-69]1\d
    |2(?:0[024-9]|2[3-9]|3[3-79]|4[1-689]|[58][02-9]|6[0-47-9]|7[013-9]|9\d)
    |3(?:0\d|1[0-8]|[25][02-9]|3[02-579]|[468][0-46-9]|7[1-35-79]|9[2-578])
    |4(?:0[03-9]|[137]\d|2[02-57-9]|8[0-57-9]|4[02-69]|5[0-8]|[69][0-79])
    |5(?:0[1-35-9]|[16]\d|2[024-9]|3[0145689]|4[02-9]|5[03-9]|7[0-35-9]|8[0-468]|9[0-57-9])
    |6(?:0[034689]|1\d|2[0-689]|[38][0-9]|4[1-467]|5[0-69]|6[13-9]|7[0-8]|9[0-24578])
    |7(?:0[0246-9]|2\d|3[0236-8]|4[03-9]|5[0-46-9]|6[013-9]|7[0-35-9]|8[024-9]|9[02-9])
    |8(?:0[35-9]|2[1-57-9]|3[02-578]|4[0-578]|5[124-9]|6[2-69]|7\d|8[02-9]|9[02569])
    |9(?:0[02-589]|[18]\d|2[02-689]|3[1-57-9]|4[2-9]|5[0-579]|6[2-47-9]|7[0-24578]|9[2-57])""",
    re.VERBOSE | re.ASCII,
)
# by what a number begins with, how many digits it has in all; the first that fits decides
_LENGTHS = (
    ("01", {10, 11}),
    ("02", {11}),
    ("03", {11}),
    ("055", {11}),
    ("056", {11}),
    ("07", {11}),
    ("0500", {10}),
    ("0800", {10, 11}),
    ("0808", {11}),
    ("084", {11}),
    ("087", {11}),
    ("09", {11}),
)
_SECOND = {"02": "03489", "03": "0347", "07": "013456789"}  # the digits in use after these
_OPTION = re.compile(
    r"(?:NHS )?111,? (?:and )?(?:press |select |choose )?option \d", re.IGNORECASE
)  # for mental health: 2
_COSTLY = ("084", "087", "09", "070")
_SEPARATORS = re.compile(r"[\s().\u2010-\u2013-]")
_IN_TEXT = re.compile(r"(?<![\w£.])(?:\+44\s?(?:\(0\)\s?)?|0)(?:[\s-]?\(?\d\)?){8,10}(?!\w)")


def plain(number: str) -> str:
    """Return a number's digits as they are dialled from within the country: `+44 (0)1843 …` begins with 0."""
    text = _SEPARATORS.sub("", number)
    if text.startswith(("+44", "0044")):
        text = "0" + text.removeprefix("+44").removeprefix("0044").removeprefix("0")
    return text.removeprefix("18001") if len(text) > len("18001") else text  # by text relay


def fault_of(number: str) -> tuple[str, str] | None:
    """Return why a number cannot be dialled, and the cure; None where it can."""
    digits = plain(number)
    if digits in SHORT or _OPTION.fullmatch(number):
        return None
    if not (digits.isascii() and digits.isdigit()):
        return _not_digits(number, digits)
    lengths = next((lengths for start, lengths in _LENGTHS if digits.startswith(start)), None)
    second = _SECOND.get(digits[:2])
    if (
        lengths is None
        or (second and digits[2:3] not in second)
        or (digits[:2] == "01" and not _AREA.match(digits[2:5]))
    ):
        whole = not digits.startswith("0") and not fault_of(f"0{digits}")
        cure = f"did you mean `0{number}`?" if whole else "ask for the number, with its area code"
        return f"`{number}` begins like no number in use", cure
    if len(digits) not in lengths:
        wanted = " or ".join(str(length) for length in sorted(lengths))
        return f"`{number}` has {len(digits)} digits, and such a number {wanted}", "ask for the whole number"
    return None


def is_costly(number: str) -> bool:
    """Say whether callers pay more for a number than for one that begins with 01, 02 or 03."""
    return plain(number).startswith(_COSTLY)


def numbers_in(text: str) -> list[str]:
    """Return what looks like a telephone number in a text."""
    return [found[0].strip() for found in _IN_TEXT.finditer(text)]


def _not_digits(number: str, digits: str) -> tuple[str, str]:
    meant = digits.upper().translate(str.maketrans("OQIL|SB", "0011158"))
    if meant != digits and meant.isdigit():
        return f"`{number}` has letters among its digits", f"did you mean `{meant}`?"
    if "/" in number or "," in number or " or " in number:
        return f"`{number}` is more than one number", "keep the one that callers are to ring"
    return f"`{number}` is not a number alone", "keep the number; the rest belongs into `referral: {note: …}`"

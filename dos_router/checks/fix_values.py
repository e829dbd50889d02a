"""What `check --fix` writes instead of a value: the same postcode, number or hours in the form of the files."""

from __future__ import annotations

import re

from dos_router.diagnostics import Malformed
from dos_router.model.postcodes import is_full, parse_postcode

_AT_SPAN_END = re.compile(r"(?<=\d\d:\d\d-)23:59(?!\d)")
_TIDY_PHONE = re.compile(r"\d+(?: \d+)+")
_PHONE = re.compile(r"\+?[\d ().-]+")

# national numbers by their beginnings: the sizes of their groups
_GROUPS = (
    (re.compile(r"02\d{9}"), (3, 4, 4)),
    (re.compile(r"(?:011\d|01\d1|03\d\d|08\d\d|09\d\d)\d{7}"), (4, 3, 4)),
    (re.compile(r"01\d{9}"), (5, 6)),
    (re.compile(r"0800\d{6}"), (4, 6)),
    (re.compile(r"07\d{9}"), (5, 6)),
)


def tidy_postcode(text: str) -> str:
    """Return a full postcode as `CT9 4AN`; any other text as it is."""
    try:
        tidy = parse_postcode(text)
    except Malformed:
        return text
    return tidy if is_full(tidy) else text


def tidy_phone(text: str) -> str:
    """Return a national number in groups, `+44` as `0`; one in groups already, and any other text, as it is."""
    if _TIDY_PHONE.fullmatch(text) or not _PHONE.fullmatch(text):
        return text
    digits = re.sub(r"\D", "", text)
    national = _national(digits, plus=text.startswith("+"))
    for pattern, sizes in _GROUPS:
        if national and pattern.fullmatch(national):
            return " ".join(_grouped(national, sizes))
    return text


def tidy_hours(text: str) -> str:
    """Return hours with `24:00` where a span ends at 23:59."""
    return _AT_SPAN_END.sub("24:00", text)


def _national(digits: str, *, plus: bool) -> str | None:
    if not plus:
        return digits if digits.startswith("0") and not digits.startswith("00") else None
    return "0" + digits.removeprefix("44").removeprefix("0") if digits.startswith("44") else None


def _grouped(digits: str, sizes: tuple[int, ...]) -> list[str]:
    groups: list[str] = []
    for size in sizes:
        groups.append(digits[:size])
        digits = digits[size:]
    return groups

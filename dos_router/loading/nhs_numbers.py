"""Columns of calls that look like NHS numbers: ten digits of which the last checks the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dos_router.diagnostics import Diagnostic, Location, warning

LOOKED_AT = 1_000  # rows
ENOUGH = 3  # numbers, and more than half of what is stated
_NUMBER = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}", re.ASCII)
_MODULUS = 11


def is_nhs_number(text: str) -> bool:
    """Say whether a text has the form and the check digit of an NHS number."""
    tidy = text.strip()
    if _NUMBER.fullmatch(tidy) is None:
        return False
    digits = [int(one) for one in tidy if one.isdigit()]
    check = _MODULUS - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % _MODULUS
    return check % _MODULUS == digits[-1]


def nhs_number_columns(columns: Iterable[tuple[str, Sequence[str | None]]]) -> list[Diagnostic]:
    """Return a warning for each column (name, cells) that looks like NHS numbers; never a value."""
    return [
        warning(
            "nhs-numbers",
            f"the column `{name}` looks like NHS numbers, which results and rejects would carry on",
            Location(name),
            "replace them by ids of your own, or leave the column out",
        )
        for name, cells in columns
        if _many([cell for cell in cells if cell and cell.strip()])
    ]


def _many(stated: list[str]) -> bool:
    found = sum(map(is_nhs_number, stated))
    return found >= min(ENOUGH, len(stated)) > 0 and 2 * found > len(stated)

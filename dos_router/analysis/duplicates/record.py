"""A record as a list gives it, and as it is compared."""

from __future__ import annotations

from typing import NamedTuple

from dos_router.diagnostics import Location

FIELDS = ("id", "type", "name", "address", "town", "postcode", "phone", "ods")


class ListedRecord(NamedTuple):
    """One row of a list, as written; an empty text is not known."""

    id: str
    type: str = ""
    name: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    phone: str = ""
    ods: str = ""
    at: Location | None = None


class Compared(NamedTuple):
    """A record as it is compared: words without accents, case or abbreviations; an empty text is not known.

    `numbers` are those of the house; `phone` has neither the country's code nor a leading zero.
    """

    type: str
    name: tuple[str, ...]
    street: tuple[str, ...]
    numbers: tuple[str, ...]
    postcode: str
    phone: str
    ods: str

"""Telephone numbers as other formats write them."""

from __future__ import annotations

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.cells import read_phone


def tidy_phone(text: str) -> str | None:
    """Return a number as it is dialled in this country, `tel:+441632…` too; None for what is no such number."""
    try:
        return read_phone(text.removeprefix("tel:"))
    except Malformed:
        return None

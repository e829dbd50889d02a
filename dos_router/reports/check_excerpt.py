"""A line of a file with a caret below a place in it, cut to fit the page."""

from __future__ import annotations

import unicodedata

from dos_router.checks.findings import SHOWN_COLUMNS
from dos_router.reports.page import Page, safe

_GUTTER = "    | "
_CUT = "…"


def excerpt(source: str, column: int, page: Page) -> list[str]:
    """Return a line of text without its indentation, as much as fits, and the caret below its column."""
    text = source[:SHOWN_COLUMNS]
    indent = min(len(text) - len(text.lstrip()), max(column - 1, 0)) if column else len(text) - len(text.lstrip())
    before, after = _shown(text[indent : max(column - 1, indent)]), _shown(text[max(column - 1, indent) :].rstrip())
    before, after = _fitted(before, after, page.width)
    lines = [page.paint(f"{_GUTTER}{before}{after}".rstrip(), "dim")]
    if 0 < column <= SHOWN_COLUMNS:
        lines.append(f"{_GUTTER}{' ' * _width(before)}{page.paint('^', 'bad')}")
    return lines


def _shown(text: str) -> str:
    return safe(text.replace("\t", " "))


def _fitted(before: str, after: str, width: int | None) -> tuple[str, str]:
    """Cut a line for the page on both sides of the caret, so that the place itself is seen."""
    if width is None:
        return before, after
    room = max(width - len(_GUTTER), 2 * len(_CUT))
    if _width(before) > room // 2 and _width(before + after) > room:
        before = _CUT + _last(before, room // 2 - len(_CUT))
    return before, after if _width(before + after) <= room else _first(after, room - _width(before) - len(_CUT)) + _CUT


def _first(text: str, columns: int) -> str:
    """Return as much of a text's beginning as so many columns hold."""
    while text and _width(text) > columns:
        text = text[:-1]
    return text


def _last(text: str, columns: int) -> str:
    while text and _width(text) > columns:
        text = text[1:]
    return text


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide letters two, combining marks none."""
    wide = sum(unicodedata.east_asian_width(letter) in "FW" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)

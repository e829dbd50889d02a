"""How wide text may run and how it is marked: colour and wrapping on a terminal, neither in a pipe."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Paint = Callable[[str, str], str]

# what must never reach a terminal as it is: control characters, and marks that reorder or hide text
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ([0-9][A-Z]{2})\b")  # is never broken over two lines


def plainly(text: str, _: str) -> str:
    """Return text without any mark."""
    return text


@dataclass(frozen=True, slots=True)
class Page:
    """Where text is shown: `width` in columns (None: lines as long as they are), `paint` marks words.

    Styles are `strong`, `dim`, `good`, `bad` and `note`.
    """

    width: int | None = None
    paint: Paint = plainly

    def wrap(self, text: str, *, indent: int = 0, hang: int | None = None) -> list[str]:
        """Return text as lines that fit the page; `hang` indents those after the first."""
        first, later = " " * indent, " " * (indent if hang is None else hang)
        if self.width is None:
            return [first + text]
        lines = textwrap.wrap(
            _POSTCODE.sub("\\1\u00a0\\2", text),
            self.width,
            initial_indent=first,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return [line.replace("\u00a0", " ") for line in lines] or [first.rstrip()]

    def columns(self, rows: Sequence[tuple[str, ...]], *, indent: int = 2, gap: int = 2) -> list[str]:
        """Return rows as aligned columns; the last column wraps below itself."""
        if not rows:
            return []
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]) - 1)]
        leads = ["".join(cell.ljust(width + gap) for cell, width in zip(row[:-1], widths, strict=True)) for row in rows]
        lines: list[str] = []
        beside = all(_fits(self, lead, row[-1], indent) for lead, row in zip(leads, rows, strict=True))
        for lead, row in zip(leads, rows, strict=True):
            if beside:
                lines += self.wrap(f"{lead}{row[-1]}".rstrip(), indent=indent, hang=indent + len(lead))
            else:
                lines += [*self.wrap(lead.rstrip(), indent=indent), *self.wrap(row[-1], indent=indent + 4)]
        return lines


def safe(text: str) -> str:
    """Return text from a file as it may be shown: control characters as their codes."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text.replace("\n", " "))


def _fits(page: Page, lead: str, last: str, indent: int) -> bool:
    """Say whether the last column has room beside the others: for its longest word, and half of the page."""
    longest = max(map(len, last.split()), default=0)
    taken = indent + len(lead)
    return page.width is None or (taken <= page.width // 2 and taken + longest <= page.width)

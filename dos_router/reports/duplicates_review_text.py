"""Two records side by side, what differs marked: what a reviewer looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

from dos_router.analysis.duplicates.findings import FoundPair
from dos_router.analysis.duplicates.record import FIELDS, ListedRecord
from dos_router.analysis.duplicates.wording import words_of
from dos_router.reports.page import Page, plainly, safe

_WIDTH = 100  # columns, where the page has none of its own
_LABEL = 10
_LEAST = 16  # columns of a side
_CODES = ("postcode", "phone", "ods")  # which are the same or not, however they are spaced

Word = tuple[str, bool]


def render_side_by_side(pair: FoundPair, number: int, many: int, page: Page) -> str:
    """Return two records beside each other; words that the other has not are marked, or in [brackets]."""
    side = max(_LEAST, ((page.width or _WIDTH) - _LABEL - 2) // 2)
    lines = [page.paint(f"{number} of {many}: {pair.probability:.4f} to be one service", "strong")]
    for field in FIELDS:
        if getattr(pair.first, field) or getattr(pair.second, field):
            lines += _row(field, pair, side, page)
    bits = [f"{field} {pair.bits[field]:+.1f}" for field in pair.levels if pair.bits[field]]
    said = f"bits for one service, against {pair.against}: {', '.join([*bits, f'before {pair.prior_bits:+.1f}'])}"
    lines += [page.paint(line, "dim") for line in page.wrap(said, hang=2)]
    if pair.first.at and pair.second.at:
        lines += [page.paint(line, "dim") for line in page.wrap(safe(f"{pair.first.at}, {pair.second.at}"), hang=2)]
    return "\n".join(lines)


def _row(field: str, pair: FoundPair, side: int, page: Page) -> Iterator[str]:
    left, right = _marked(field, pair.first, pair.second), _marked(field, pair.second, pair.first)
    columns = [_lines(left, side, page), _lines(right, side, page)]
    for place, (one, other) in enumerate(zip_longest(*columns, fillvalue=("", ""))):
        label = field if place == 0 else ""
        plain, shown = one
        yield f"{label:<{_LABEL}}{shown}{' ' * (side - len(plain))}  {other[1]}".rstrip()


def _marked(field: str, record: ListedRecord, other: ListedRecord) -> list[Word]:
    """Return the words of a field, each with whether the other record has none like it there."""
    words = safe(getattr(record, field)).split() or ["–"]
    if field in _CODES:
        here, there = ("".join(words_of(getattr(one, field))) for one in (record, other))
        return [(word, here != there) for word in words]
    there_too = set(words_of(getattr(other, field)))
    return [(word, field != "id" and not set(words_of(word)) <= there_too) for word in words]


def _lines(words: Sequence[Word], side: int, page: Page) -> list[tuple[str, str]]:
    """Return words as lines of a side: plain, by which they are measured, and as shown."""
    brackets = page.paint is plainly
    written = [f"[{word}]" if differs and brackets else word for word, differs in words]
    marks = [differs and not brackets for _, differs in words]
    lines, at = [], 0
    for line in wrap(" ".join(written), side, break_on_hyphens=False, break_long_words=True):
        parts = line.split(" ")
        lines.append(
            (line, " ".join(_shown(part, marks[min(at + n, len(marks) - 1)], page) for n, part in enumerate(parts)))
        )
        at += len(parts)
    return lines


def _shown(word: str, marked: bool, page: Page) -> str:  # noqa: FBT001 - one word and its mark
    return page.paint(word, "bad") if marked else word

"""Numbers and lists as a report of gaps says them."""

from __future__ import annotations

from collections.abc import Sequence

from dos_router.analysis.gaps_told.places import PlacesTold
from dos_router.analysis.gaps_told.times_text import listed

SHOWN_NEEDS = 3
SHOWN_PLACES = 9
LONGEST_TIMES = 240  # letters
_SCALES = ((10**9, "billion"), (10**6, "million"))


def number_words(number: float) -> str:
    """Return a number as `212,000`, `19.4 million` or `1.7 billion`."""
    for scale, name in _SCALES:
        if number >= scale:
            return f"{number / scale:,.1f} {name}"
    return f"{number:,.0f}" if number >= 10 or number == int(number) else f"{number:.1f}"  # noqa: PLR2004


def count_words(count: int, one: str, many: str | None = None) -> str:
    """Return `1 box`, or `2 boxes`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def needs_words(needs: Sequence[str]) -> str:
    """Return needs in a row; of many, the first and how many more."""
    if len(needs) <= SHOWN_NEEDS:
        return "; ".join(needs)
    return f"{'; '.join(needs[:SHOWN_NEEDS])}; and {count_words(len(needs) - SHOWN_NEEDS, 'more disposition')}"


def places_words(told: PlacesTold) -> str:
    """Return places as an expression; of one with many terms, the first and how many more."""
    terms = [term.name for term in told.plus]
    if len(terms) + len(told.minus) <= SHOWN_PLACES:
        return told.text
    head = terms[: SHOWN_PLACES - 1]
    left = len(told.ids) - len(frozenset().union(*(term.ids for term in told.plus[: len(head)])) - _taken(told))
    more = [f"{count_words(left, 'place')} more"] if left else []
    minus = f", but not all of them ({count_words(len(told.minus), 'exception')})" if told.minus else ""
    return listed([*head, *more]) + minus


def times_shortened(text: str) -> str:
    """Return times in words; of those with many exceptions, what mostly holds, and that there are more."""
    if len(text) <= LONGEST_TIMES:
        return text
    return f"{text.partition(', but not ')[0].partition('; also ')[0]}, with exceptions (--json has them)"


def _taken(told: PlacesTold) -> frozenset[str]:
    return frozenset(name for term in told.minus for name in term.ids)

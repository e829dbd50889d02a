"""“Did you mean …?” for words that are not among those known."""

from __future__ import annotations

from collections.abc import Iterable

LIKE_ENOUGH = 70
SHOWN = 8


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str | None = None) -> str:
    """Return ``did you mean `pharmacy`?`` for the nearest known word, else the other help, else the words known."""
    words = sorted(known)
    near = nearest(word, words)
    return f"did you mean `{near[0]}`?" if near else otherwise or _some_of(words)


def nearest(word: str, known: Iterable[str], count: int = 1, *, alike: int = LIKE_ENOUGH) -> list[str]:
    """Return the known words most like this one, best first; none that is less than `alike`, of 100."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only a mistake needs it

    found = process.extract(
        word, sorted(known), scorer=fuzz.ratio, processor=utils.default_process, limit=count, score_cutoff=alike
    )
    return [match[0] for match in found]


def _some_of(words: list[str]) -> str:
    """Return the words known, a few of them where they are many."""
    if not words:
        return "none is known"
    shown = ", ".join(words[:SHOWN])
    return f"known: {shown}" if len(words) <= SHOWN else f"known are {shown} and {len(words) - SHOWN} more"

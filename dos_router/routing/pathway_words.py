"""The caller's words → the pathways that they may mean, however misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dos_router.model.pathway import Pathway

ALIKE = 76  # of 100: `vomit` is `vomiting`, and `head` is not `heat`
SHORT = 3  # letters: of so short a word the first must be right too, for `ear` is not `year`
SHORT_ALIKE = 85

# words that say nothing of what is wrong; `and` is nearer to `hand` than `rist` is to `wrist`
_SILENT = frozenset(
    """a about after all also am an and any are arent as at be been but by can cant child could couldnt dad daughter
    day days did didnt do does doesnt doing dont for from get gets getting go going gone got had hadnt has hasnt have
    havent having he her here hes him his hour hours how husband i if im in into is isnt it its ive just keep keeps
    like lot me mum my new no not now of on one onto or our out really s she shes since so some son t than that the
    their them then there they theyre think this to today too up us very was wasnt we week weeks were what when which
    who why wife will with wont would you your yesterday""".split()  # noqa: SIM905 - words read best as words
)
_WORD = re.compile(r"[^\W_]+")


class Match(NamedTuple):
    """A pathway that words may mean, how nearly (0 to 100), and the caller's word of it that they were like."""

    pathway: Pathway
    score: float
    word: str


def find_pathways(
    words: str,
    pathways: Mapping[str, Pathway],
    age_days: int | None = None,
    sex: str | None = None,
    *,
    shared: bool = False,
) -> list[Match]:
    """Return the pathways that words may mean, the likeliest first and then by id; none where nothing is alike.

    Those only asked before others are left out (`shared`: only they are looked at), and those not for
    the age or the sex, where given.
    """
    said = _tokens(words)
    offered = [p for _, p in sorted(pathways.items()) if p.is_shared is shared and _is_for(p, age_days, sex)]
    found = [match for pathway in offered if (match := _match(said, pathway))]
    return sorted(found, key=lambda match: (-match.score, match.pathway.id))


def _is_for(pathway: Pathway, age_days: int | None, sex: str | None) -> bool:
    return (age_days is None or pathway.takes_age(age_days)) and (sex is None or pathway.takes_sex(sex))


def _match(said: list[str], pathway: Pathway) -> Match | None:
    """Return how a pathway's best phrase fits, and how much of what was said its words cover."""
    phrases = [(phrase, tokens) for phrase in (*pathway.words, pathway.title) if (tokens := _tokens(phrase))]
    if not said or not phrases:
        return None
    fits = [(_mean(_likeness(token, said) for token in tokens), len(tokens), phrase) for phrase, tokens in phrases]
    best, _, word = max(fits, key=lambda fit: fit[:2])
    known = sorted({token for _, tokens in phrases for token in tokens})
    covered = _mean(_likeness(token, known) for token in said)
    return Match(pathway, round((best + covered) / 2, 1), word) if best and covered else None


def _tokens(text: str) -> list[str]:
    """Return the telling words of a text, in lower case and each once; all of them if none is telling."""
    tokens = list(dict.fromkeys(_WORD.findall(text.casefold().replace("'", "").replace("’", ""))))
    return [token for token in tokens if token not in _SILENT] or tokens


def _likeness(token: str, others: Iterable[str]) -> float:
    return max(_alike(token, other) for other in others)


def _alike(one: str, other: str) -> float:
    """Return how alike two words are, 0 to 100; nothing below what may be a misspelling counts."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only finding a pathway needs it, and importing it takes time

    one, other = one.removesuffix("s"), other.removesuffix("s")
    if min(len(one), len(other)) <= SHORT:
        return fuzz.ratio(one, other, score_cutoff=SHORT_ALIKE) if one[:1] == other[:1] else 0
    if one.startswith(other) or other.startswith(one):
        return max(ALIKE, fuzz.ratio(one, other))
    return fuzz.ratio(one, other, score_cutoff=ALIKE)


def _mean(scores: Iterable[float]) -> float:
    every = list(scores)
    return sum(every) / len(every)

"""Moments of a whole column at once: the common forms by arithmetic on bytes, all else one by one.

What is read here and what `parse_moment` reads is the same: a text that is not plainly of a common form,
or falls on a day on which the clocks change, is given to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from dos_router.diagnostics import Malformed
from dos_router.model.moments import FIRST_YEAR, LAST_YEAR, parse_moment
from dos_router.routing.compiled.arrays import Array, Bools, Ints
from dos_router.routing.fast_clock import MINUTES_A_DAY, Clock

SOUND, MISSING = "", "missing-at"
_TO_MINUTES = len("2026-11-21T20:00")
_SECONDS = len(":59")
_OFFSETS = {0: "", 1: "Z", 6: "+01:00"}
_PUNCTUATION = {4: b"-", 7: b"-", 10: b"T t", 13: b":"}
_HOURS_OF_A_ZONE = 14


class Moments(NamedTuple):
    """UTC minutes, and for each the rule that its text breaks, as a place in `rules` (0: none)."""

    at: Ints
    fault: Ints
    rules: list[str]


def read_moments(texts: pa.StringArray, clock: Clock, repeated_hour: str | None = None) -> Moments:
    """Read a column of moments; `repeated_hour` is as for `parse_moment`."""
    at, done = np.zeros(len(texts), np.int64), np.zeros(len(texts), bool)
    starts, content = _bytes_of(texts)
    lengths = np.diff(starts)
    for seconds in (0, _SECONDS):
        for tail in _OFFSETS:
            chosen = np.flatnonzero(lengths == _TO_MINUTES + seconds + tail)
            if len(chosen):
                cells = content[starts[chosen][:, None] + np.arange(_TO_MINUTES + seconds + tail)]
                at[chosen], done[chosen] = _plain_moments(cells, seconds, tail, clock)
    return _one_by_one(texts, at, done, lambda text: parse_moment(text, clock.zone, repeated_hour=repeated_hour))


def _bytes_of(texts: pa.StringArray) -> tuple[Ints, Array]:
    """Return where each text starts among the bytes of all (and, last, where they end), and the bytes."""
    _, offsets, content = texts.buffers()
    starts = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    return starts, np.frombuffer(content, np.uint8) if content is not None else np.empty(0, np.uint8)


def _plain_moments(cells: Array, seconds: int, tail: int, clock: Clock) -> tuple[Ints, Bools]:
    """Read texts of one length, a row of bytes each; say which are plainly moments of this form."""
    sound = np.ones(len(cells), bool)
    punctuation = dict(_PUNCTUATION) | ({16: b":"} if seconds else {})
    for place, allowed in punctuation.items():
        sound &= np.isin(cells[:, place], list(allowed))
    digits = [place for place in range(_TO_MINUTES + seconds) if place not in punctuation]
    sound &= (cells[:, digits] - np.uint8(ord("0")) < 10).all(axis=1)  # noqa: PLR2004 - below zero wraps round
    year, month, day = _number(cells, 0, 4), _number(cells, 5, 7), _number(cells, 8, 10)
    hour, minute = _number(cells, 11, 13), _number(cells, 14, 16)
    sound &= (year > FIRST_YEAR) & (year < LAST_YEAR) & (month >= 1) & (month <= 12) & (hour < 24) & (minute < 60)  # noqa: PLR2004
    months = np.where(sound, (year - 1970) * 12 + month - 1, 0)
    first, after = (each.astype("M8[M]").astype("M8[D]").astype(np.int64) for each in (months, months + 1))
    sound &= (day >= 1) & (day <= after - first)
    days = np.where(sound, first + day - 1, 0)
    offset, known = clock.offsets(days) if not tail else _offsets(cells, tail)
    return days * MINUTES_A_DAY + hour * 60 + minute - offset, sound & known


def _offsets(cells: Array, tail: int) -> tuple[Ints, Bools]:
    """Read `Z` or `+01:00` at the end of each text, in minutes."""
    if tail == 1:
        return np.zeros(len(cells), np.int64), np.isin(cells[:, -1], list(b"Zz"))
    sound = np.isin(cells[:, -6], list(b"+-")) & (cells[:, -3] == ord(":"))
    sound &= (cells[:, [-5, -4, -2, -1]] - np.uint8(ord("0")) < 10).all(axis=1)  # noqa: PLR2004
    end = cells.shape[1]
    hours, minutes = _number(cells, end - 5, end - 3), _number(cells, end - 2, end)
    sound &= (hours <= _HOURS_OF_A_ZONE) & (minutes < 60)  # noqa: PLR2004
    return (hours * 60 + minutes) * np.where(cells[:, -6] == ord("-"), -1, 1), sound


def _number(cells: Array, start: int, end: int) -> Ints:
    digits = cells[:, start:end].astype(np.int64) - ord("0")
    return np.asarray(digits @ 10 ** np.arange(end - start - 1, -1, -1), np.int64)


def _one_by_one(texts: pa.StringArray, at: Ints, done: Bools, parse: Callable[[str], int]) -> Moments:
    """Read the texts that are left, each distinct one once."""
    fault, rules = np.zeros(len(texts), np.int64), [SOUND]
    known: dict[Any, tuple[int, str]] = {}
    for place in np.flatnonzero(~done):
        text = texts[int(place)].as_py()
        if text not in known:
            known[text] = _read(text, parse)
        at[place], rule = known[text]
        if rule not in rules:
            rules.append(rule)
        fault[place] = rules.index(rule)
    return Moments(at, fault, rules)


def _read(text: str | None, parse: Callable[[str], int]) -> tuple[int, str]:
    if not text or not text.strip():
        return 0, MISSING
    try:
        return parse(text), SOUND
    except Malformed as problem:
        return 0, problem.rule

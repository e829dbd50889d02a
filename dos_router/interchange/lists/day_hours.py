"""What people write in the cell of one day → the sessions of that day, or why it has no one meaning.

Understood are spans such as `09:00-13:00,14:00-17:30`, with the marks that people put between them where no
other reading is possible: `;`, a space, `&`, `and`; `09.00`, `9:00`, `0900`, `9am`, `5.30pm`, `noon`,
`midnight`; `to` or a dash; and the words `closed` and `24 hours`. Refused, with what may have been meant, is
all that could be read in two ways: `09:00,18:00`, `09:00-13:00-14:00-18:00`, `9-5`, a span that ends before it
begins in the morning, spans that overlap or stand out of order.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from dos_router.diagnostics import Malformed
from dos_router.model.opening import ALL_DAY, MINUTES_A_DAY, Span, Spans

CLOSED = frozenset({"closed", "close", "shut", "off"})
ALWAYS = frozenset({"24 hours", "24hours", "24 hrs", "24hrs", "24/7", "open 24 hours", "24 hour", "all day"})
EVENING = 17 * 60  # a session that runs past midnight begins in the evening: one from 09:00 to 05:30 is a slip

_WORDS = {"noon": 720, "midday": 720, "midnight": MINUTES_A_DAY, "12 noon": 720, "12 midnight": MINUTES_A_DAY}
_CLOCK = (
    r"(?:\d{1,2}[:.]\d{2}(?::00)?(?:\s?[ap]\.?m\.?)?|\d{4}|\d{1,2}\s?[ap]\.?m\.?"
    r"|12 noon|noon|midday|12 midnight|midnight)"
)
_SPAN = re.compile(rf"({_CLOCK})\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\s*({_CLOCK})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;/&]|\band\b)\s*|\s+", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})?(?::00)?\s?(?:([ap])\.?m\.?)?", re.IGNORECASE)
_SMALL_HOURS = re.compile(r"[1-6][:.]\d{2}(?::00)?")  # on which of the two clocks?
_MARKED = re.compile(r"[ap]\.?m", re.IGNORECASE)
_EITHER = re.compile(r"(?:[1-9]|1[0-2])[:.]\d{2}(?::00)?")  # beside `6pm`, `8:00` may be of either half of the day
_LOOSE = re.compile(r"\d{1,2}[:.-]?\d{2}")
_HELP = "write spans like `09:00-13:00,14:00-17:30`, or `CLOSED`"


@lru_cache(4_096)  # a list has thousands of rows for each way in which its days are written
def read_day(text: str) -> Spans:
    """Return the sessions of a day. Raises Malformed for what has no meaning, or more than one."""
    tidy = " ".join(text.split())
    if tidy.lower() in CLOSED:
        return ()
    if tidy.lower() in ALWAYS:
        return ALL_DAY
    if not tidy:
        raise Malformed("the hours are blank", help="say `CLOSED` where that is meant", rule="no-hours")
    spans: list[Span] = []
    place = 0
    while True:
        match = _SPAN.match(tidy, place)
        if match is None:
            raise _unclear(text)
        spans.append(_span(match[1], match[2], text))
        if match.end() == len(tidy):
            return _in_order(tuple(spans), text)
        between = _BETWEEN.match(tidy, match.end())
        if between is None or between.end() == len(tidy):
            raise _unclear(text)
        place = between.end()


def _span(first: str, second: str, text: str) -> Span:
    start, end = _minutes(first, text) % MINUTES_A_DAY, _minutes(second, text)
    if bool(_MARKED.search(first)) != bool(_MARKED.search(second)):
        bare = second if _MARKED.search(first) else first
        if _EITHER.fullmatch(bare) and not (bare.startswith("12") and start < end):
            cure = "write `am` or `pm` of both, or neither"
            raise Malformed(f"`{bare}` may be morning or evening in `{text}`", help=cure, rule="bad-hours")
    if start == end:
        raise Malformed(f"`{text}` begins and ends at the same time", help=_HELP, rule="bad-hours")
    end = end or MINUTES_A_DAY
    if end > start:
        return Span(start, end)
    if start < EVENING or end == MINUTES_A_DAY:
        raise Malformed(f"`{text}` ends before it begins", help="is the end in the afternoon?", rule="bad-hours")
    return Span(start, end + MINUTES_A_DAY)


def _minutes(text: str, whole: str) -> int:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    match = _TIME.fullmatch(text) if not (text.isdigit() and len(text) == 4) else None  # noqa: PLR2004 - HHMM
    digits = (match[1], match[2] or "0", match[3]) if match else (text[:2], text[2:], None)
    hour, minute, half = int(digits[0]), int(digits[1]), digits[2]
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - hours of half a day
            raise Malformed(f"`{text}` is not a time in `{whole}`", help=_HELP, rule="bad-hours")
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    elif _SMALL_HOURS.fullmatch(text):
        raise Malformed(
            f"`{text}` may be morning or afternoon in `{whole}`", help="write `01:00` or `13:00`", rule="bad-hours"
        )
    if minute > 59 or hour > 24 or (hour == 24 and minute):  # noqa: PLR2004 - of a clock
        raise Malformed(f"`{text}` is not a time in `{whole}`", help=_HELP, rule="bad-hours")
    return hour * 60 + minute


def _in_order(spans: Spans, text: str) -> Spans:
    for before, after in pairwise(spans):
        if after.start < before.end:
            said = f"the sessions of `{text}` overlap, or stand out of order"
            raise Malformed(said, help="write them one after the other", rule="bad-hours")
    return spans


def _unclear(text: str) -> Malformed:
    """Return why a text is refused, with the one pair of spans that its times may have meant."""
    times = [one.replace(".", ":").replace("-", ":") for one in _LOOSE.findall(text)]
    meant = ",".join(f"{first}-{last}" for first, last in zip(times[::2], times[1::2], strict=False))
    likely = len(times) % 2 == 0 and times and times == sorted(times) and all(len(one) == 5 for one in times)  # noqa: PLR2004
    cure = f"did you mean `{meant}`?" if likely else _HELP
    return Malformed(f"the hours `{text}` are not clear", help=cure, rule="bad-hours")

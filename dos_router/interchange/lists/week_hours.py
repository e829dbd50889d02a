"""The hours of a whole week → one opening text of ours, from seven cells, from one text, or from rows of a day each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.day_hours import read_day
from dos_router.model.opening import ALL_DAY, WEEKDAYS, Spans, parse_opening

RUN = 3  # days in a row that are written as `Mo-We` rather than `Mo,Tu`
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
    r"|weekdays?|weekends?|daily|every day|(?:public|bank) holidays?"
)
_DAYS = re.compile(rf"\b({_DAY})\b\.?(?:\s*(-|–|to|&|and|,)\s*({_DAY})\b\.?)?\s*:?\s*", re.IGNORECASE)
_HELP = "write it like `Mon-Fri 09:00-17:30, Sat 09:00-13:00, Sun closed`, or `Mo-Fr 09:00-17:30; Sa 09:00-13:00`"


@lru_cache(4_096)
def opening_text(days: tuple[Spans, ...], holiday: Spans | None) -> str:
    """Return seven days (Monday first) and public holidays in our notation; `holiday` None: like other days."""
    if holiday is None and all(spans == ALL_DAY for spans in days):
        return "24/7"
    clauses = [f"{_day_names(same)} {_spans(days[same[0]])}" for same in _alike(days)]
    if holiday is not None:
        clauses.append(f"PH {_spans(holiday)}")
    return "; ".join(clauses) if any(days) else "; ".join(["off", *clauses])


@lru_cache(4_096)
def read_week(text: str) -> tuple[tuple[Spans, ...], Spans | None]:
    """Return the days of a week and what is said of public holidays (None: nothing) from one text.

    The text is in our own notation, or in words such as `Mon-Fri 9am-5.30pm, Sat 9am-1pm, Sun closed`. Every
    day must be spoken of, once. Raises Malformed.
    """
    tidy = " ".join(text.split())
    try:
        ours = parse_opening(tidy)
    except Malformed:
        return _read_words(tidy)
    return (ALL_DAY,) * 7 if ours.always else ours.weekdays, ours.holiday


def _read_words(text: str) -> tuple[tuple[Spans, ...], Spans | None]:
    found = list(_DAYS.finditer(text))
    if not found or found[0].start():
        raise Malformed(f"the hours `{text}` are not clear", help=_HELP, rule="bad-hours")
    days: dict[int, Spans] = {}
    for match, following in zip(found, [*found[1:], None], strict=True):
        spans = read_day(text[match.end() : following.start() if following else len(text)].strip(" ,;.|"))
        for day in _days_meant(match):
            if day in days:
                raise Malformed(f"the hours `{text}` speak of one day twice", help=_HELP, rule="bad-hours")
            days[day] = spans
    if missing := [_NAMES[day] for day in range(7) if day not in days]:
        cure = "say `closed` of the days that it is shut"
        raise Malformed(f"the hours `{text}` do not speak of {missing[0]}", help=cure, rule="bad-hours")
    return tuple(days[day] for day in range(7)), days.get(7)


def _days_meant(match: re.Match[str]) -> list[int]:
    """Return the days that `Mon-Fri`, `Sat & Sun` or `weekdays` name; 7 stands for public holidays."""
    first = _days_named(match[1])
    if match[3] is None:
        return first
    last = _days_named(match[3])
    if match[2].lower() in {"-", "–", "to"} and len(first) == len(last) == 1 and max(first + last) < len(_NAMES):
        return [(first[0] + step) % 7 for step in range((last[0] - first[0]) % 7 + 1)]
    return first + last


def _days_named(word: str) -> list[int]:
    tidy = word.lower()
    if "holiday" in tidy:
        return [7]
    if tidy in {"daily", "every day"}:
        return list(range(7))
    if tidy.startswith(("weekday", "weekend")):
        return list(range(5)) if tidy.startswith("weekday") else [5, 6]
    return [next(at for at, name in enumerate(_NAMES) if name.startswith(tidy[:3]))]


def _alike(days: Sequence[Spans]) -> list[list[int]]:
    """Return the days that are open, those with the same hours together, in the order of their first."""
    groups: dict[Spans, list[int]] = {}
    for day, spans in enumerate(days):
        if spans:
            groups.setdefault(spans, []).append(day)
    return list(groups.values())


def _day_names(days: list[int]) -> str:
    """Return days as `Mo-Fr` or `Mo,We`."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(
        f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}" if len(run) >= RUN else ",".join(WEEKDAYS[day] for day in run)
        for run in runs
    )


def _spans(spans: Spans) -> str:
    return ",".join(map(str, spans)) or "off"

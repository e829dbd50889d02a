"""A week's hours as slots by weekday, each within its day, as most formats have them; and back as an opening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from dos_router.model.opening import MINUTES_A_DAY, WEEKDAYS, Opening


class Slot(NamedTuple):
    """Minutes after midnight of one weekday (0 is Monday), the end at most 24:00."""

    day: int
    start: int
    end: int


def slots_of(opening: Opening) -> list[Slot]:
    """Return a week's slots in order; what runs past midnight goes on as a slot of the next day."""
    found: list[Slot] = []
    weekdays = [((0, MINUTES_A_DAY),)] * 7 if opening.always else opening.weekdays
    for day, spans in enumerate(weekdays):
        for start, end in spans:
            found.append(Slot(day, start, min(end, MINUTES_A_DAY)))
            if end > MINUTES_A_DAY:
                found.append(Slot((day + 1) % 7, 0, end - MINUTES_A_DAY))
    return sorted({slot for slot in found if slot.start < slot.end})


def joined(slots: Iterable[Slot]) -> list[Slot]:
    """Return slots in order, those that overlap as one: what is said twice is open once."""
    found: list[Slot] = []
    for slot in sorted(set(slots)):
        before = found[-1] if found else None
        if before and before.day == slot.day and slot.start < before.end:
            found[-1] = before._replace(end=max(before.end, slot.end))
        else:
            found.append(slot)
    return found


def opening_of(slots: Iterable[Slot]) -> str:
    """Return slots as the text of an opening: days of the same hours in one clause, `24/7` where nothing is shut."""
    by_day: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for day, start, end in sorted(set(slots)):
        by_day[day].append((start, end))
    if all(by_day[day] == [(0, MINUTES_A_DAY)] for day in range(7)):
        return "24/7"
    alike: dict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
    for day in range(7):
        if by_day[day]:
            alike[tuple(by_day[day])].append(day)
    clauses = [f"{_days(days)} {_spans(spans)}" for spans, days in alike.items()]
    return "; ".join(clauses) or "off"


def _days(days: list[int]) -> str:
    """Return weekdays as `Mo-Fr` or `Sa,Su`."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    named = [
        f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}" if len(run) > 2 else ",".join(WEEKDAYS[day] for day in run)  # noqa: PLR2004
        for run in runs
    ]
    return ",".join(named)


def _spans(spans: tuple[tuple[int, int], ...]) -> str:
    return ",".join(f"{clock(start)}-{clock(end)}" for start, end in spans)


def clock(minute: int) -> str:
    """Return minutes after midnight as `HH:MM`; the end of the day is `24:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"

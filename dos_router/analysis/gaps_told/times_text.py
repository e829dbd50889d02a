"""How times are written: `Sat 18:00 – Mon 09:00 and bank holidays, but not Fri 25 Dec 2026 all day`.

A span whose end is not after its start runs past midnight; bank holidays alone are all day. A moment of the
hour that comes twice in autumn is written with its offset.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dos_router.analysis.gaps_told.intervals import Intervals
from dos_router.analysis.gaps_told.times_told import DAYS_A_WEEK, OnClass, Times, Weekly
from dos_router.model.moments import local_time
from dos_router.model.opening import MINUTES_A_DAY

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ALWAYS, NEVER = "at all times", "never"
RUN = 3  # so many days in a row are written by the first and the last

_ALL_DAY: Intervals = ((0, MINUTES_A_DAY),)


def times_text(told: Times, zone: ZoneInfo) -> str:
    """Return times in words."""
    parts = [ALWAYS] if told.always else [*_weekly(told.weekly), *_on_classes(told.on_classes)]
    but = [*_weekly(told.but_weekly), *_on_classes(told.but_on_classes), *dated_text(told.but_dated, zone)]
    also = dated_text(told.also, zone)
    if not parts:
        return listed(also) or NEVER
    said = listed(parts) + (f", but not {listed(but)}" if but else "")
    return said + (f"; also {listed(also)}" if also else "")


def listed(words: Sequence[str]) -> str:
    """Return `a`, `a and b` or `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def dated_text(times: Intervals, zone: ZoneInfo) -> list[str]:
    """Return intervals of UTC minutes as dates with their times; neighbours with the same times share them."""
    alike: list[tuple[str, list[str]]] = []
    for start, end in times:
        day, span = _dated(start, end, zone)
        if alike and span and alike[-1][0] == span:
            alike[-1][1].append(day)
        else:
            alike.append((span, [day]))
    return [f"{listed(those)} {span}".rstrip() for span, those in alike]


def weekdays_text(weekdays: Sequence[int]) -> str:
    """Return `Mon–Fri`, `Sat and Sun`, `Sun–Thu` or `every day`."""
    if len(weekdays) == DAYS_A_WEEK:
        return "every day"
    runs: list[list[int]] = []
    first = next((day for day in weekdays if (day - 1) % DAYS_A_WEEK not in weekdays), 0)
    for step in range(DAYS_A_WEEK):
        day = (first + step) % DAYS_A_WEEK
        if day in weekdays and runs and (day - runs[-1][-1]) % DAYS_A_WEEK == 1:
            runs[-1].append(day)
        elif day in weekdays:
            runs.append([day])
    return listed([word for run in runs for word in _run(run)])


def clock(minute: int) -> str:
    """Return minutes after midnight as `18:30`; 1440 as `24:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _run(run: list[int]) -> list[str]:
    names = [WEEKDAYS[day] for day in run]
    return [f"{names[0]}–{names[-1]}"] if len(run) >= RUN else names


def _weekly(spells: Iterable[Weekly]) -> list[str]:
    """Return spells in words; the spans of the same weekdays together, spells over days one by one."""
    by_days: dict[tuple[int, ...], list[str]] = {}
    long: list[str] = []
    for weekdays, start, end in spells:
        if end - start <= MINUTES_A_DAY:
            by_days.setdefault(weekdays, []).append(_span(start, end))
        elif start == 0 and end % MINUTES_A_DAY == 0:
            long += [f"{weekdays_text(_days(day, end))} all day" for day in weekdays]
        else:
            long += [f"{WEEKDAYS[day]} {clock(start)} – {_end(day, end)}" for day in weekdays]
    return [*(f"{weekdays_text(days)} {listed(spans)}" for days, spans in by_days.items()), *long]


def _days(day: int, end: int) -> tuple[int, ...]:
    return tuple(sorted((day + step) % DAYS_A_WEEK for step in range(end // MINUTES_A_DAY)))


def _end(day: int, end: int) -> str:
    days, minute = divmod(end, MINUTES_A_DAY)
    if not minute:
        days, minute = days - 1, MINUTES_A_DAY
    return f"{WEEKDAYS[(day + days) % DAYS_A_WEEK]} {clock(minute)}"


def _on_classes(clauses: Iterable[OnClass]) -> list[str]:
    return [
        clause.name if clause.spans == _ALL_DAY else f"{clause.name} {listed([_span(*span) for span in clause.spans])}"
        for clause in clauses
    ]


def _span(start: int, end: int) -> str:
    if (start, end) == (0, MINUTES_A_DAY):
        return "all day"
    return f"{clock(start)}–{clock(end if end <= MINUTES_A_DAY else end - MINUTES_A_DAY)}"


def _dated(start: int, end: int, zone: ZoneInfo) -> tuple[str, str]:
    """Return the day of an interval and its span, such as `18:00–09:00`; one over days whole, with no span."""
    day, begins = _moment(start, zone)
    last, ends = _moment(end, zone)
    if ends == clock(0):
        last, ends = last - timedelta(days=1), clock(MINUTES_A_DAY)
    if (begins, ends) == (clock(0), clock(MINUTES_A_DAY)):
        return (day_text(day), "all day") if day == last else (f"{day_text(day)} – {day_text(last)} all day", "")
    overnight = last == day + timedelta(days=1) and ends <= begins and ends != clock(MINUTES_A_DAY)
    plain = len(begins) == len(ends) == len(clock(0))
    if plain and (day == last or overnight):
        return day_text(day), f"{begins}–{ends}"
    return f"{day_text(day)} {begins} – {day_text(last)} {ends}", ""


def _moment(moment: int, zone: ZoneInfo) -> tuple[date, str]:
    """Return a moment's local day and clock, with the offset where that clock comes twice."""
    local = local_time(moment, zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return local.date(), f"{local:%H:%M}" + (local.isoformat()[-6:] if twice else "")


def day_text(day: date) -> str:
    """Return a date as `Fri 25 Dec 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {day:%b %Y}"

"""Intervals of UTC minutes → the shortest words that say exactly those, over a horizon.

Several ways of saying them are built, each made exact by naming the dates on which it differs, and the
shortest is kept: what comes every week (as most weeks have it), with bank holidays and the days beside them
as those mostly are; or every minute but for what the rest comes to; or just the dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from dos_router.analysis.gaps_told.days import AFTER, CLASSES, EVE, HOLIDAY, Days
from dos_router.analysis.gaps_told.intervals import Intervals, united, within, without
from dos_router.analysis.gaps_told.times_text import times_text
from dos_router.analysis.gaps_told.times_told import DAYS_A_WEEK, OnClass, Times, Weekly
from dos_router.model.opening import MINUTES_A_DAY

MINUTES_A_WEEK = DAYS_A_WEEK * MINUTES_A_DAY
DATE_LETTERS = 14  # a date takes at least so many: `Fri 1 Jan 2027`
ALL_DAY: Intervals = ((0, MINUTES_A_DAY),)

_CHOICES = ((), (HOLIDAY,), (HOLIDAY, EVE), (HOLIDAY, AFTER), CLASSES, (EVE,), (AFTER,), (EVE, AFTER))


def tell_times(times: Iterable[tuple[int, int]], days: Days) -> Times:
    """Return half-open intervals of UTC minutes, as far as they lie in the horizon, as they are told best."""
    wanted = within(united(times), days.start, days.end)
    rest = without(((days.start, days.end),), wanted)
    if not rest:
        return Times(always=True)
    ways = [*_ways(wanted, days), *(turned for way in _ways(rest, days) if (turned := _inverted(way)))]
    best = _shortest(ways, days)
    if best.intervals(days) != wanted:  # pragma: no cover - each way is exact by how it is made
        return Times(also=wanted)
    return best


def times_words(times: Iterable[tuple[int, int]], days: Days) -> str:
    """Return intervals of UTC minutes in words: `Sat 18:00 – Mon 09:00 and bank holidays`."""
    return times_text(tell_times(times, days), days.zone)


def _shortest(ways: list[Times], days: Days) -> Times:
    """Return the way with the fewest letters; those with too many dates to be it are not written out."""
    rising = sorted(ways, key=lambda way: len(way.but_dated) + len(way.also))
    best, letters = rising[0], len(times_text(rising[0], days.zone))
    for way in rising[1:]:
        if DATE_LETTERS * (len(way.but_dated) + len(way.also)) >= letters:
            break
        if (length := len(times_text(way, days.zone))) < letters:
            best, letters = way, length
    return best


def _ways(wanted: Intervals, days: Days) -> Iterator[Times]:
    """Yield ways of saying some times: by the dates alone, and by the week with each choice of special days."""
    yield Times(also=wanted)
    rows = days.rows(wanted)
    classes = {name: [day for day in days.of_class(name) if day in rows] for name in CLASSES}
    weekly = _spells(_usual_week(rows, {day for those in classes.values() for day in those}, days))
    week = Times(always=weekly is None, weekly=weekly or ())
    said = week.intervals(days)
    so_far = days.rows(said)
    tried: set[Times] = set()
    for names in _CHOICES:
        told = _with_classes(week, {name: classes[name] for name in names}, rows, so_far)
        if told not in tried:
            tried.add(told)
            yield _exact(told, said if told is week else told.intervals(days), wanted)


def _usual_week(rows: dict[int, Intervals], special: set[int], days: Days) -> list[Intervals]:
    """Return what each weekday mostly has, on days that are not special; nothing where it never comes."""
    week: list[Intervals] = []
    for weekday in range(DAYS_A_WEEK):
        those = [day for day in rows if days.weekday(day) == weekday]
        week.append(_usual(rows[day] for day in [each for each in those if each not in special] or those))
    return week


def _usual(rows: Iterable[Intervals]) -> Intervals:
    counted = Counter(rows)
    return max(counted, key=lambda row: (counted[row], row)) if counted else ()


def _spells(week: list[Intervals]) -> tuple[Weekly, ...] | None:
    """Return a week's rows as spells that run on over midnight, those alike together; None for all of it."""
    flat = list(
        united((day * MINUTES_A_DAY + a, day * MINUTES_A_DAY + b) for day, row in enumerate(week) for a, b in row)
    )
    if flat == [(0, MINUTES_A_WEEK)]:
        return None
    if len(flat) > 1 and flat[0][0] == 0 and flat[-1][1] == MINUTES_A_WEEK:
        flat = [*flat[1:-1], (flat[-1][0], MINUTES_A_WEEK + flat[0][1])]
    alike: dict[tuple[int, int], list[int]] = {}
    for start, end in flat:
        day, clock = divmod(start, MINUTES_A_DAY)
        alike.setdefault((clock, clock + end - start), []).append(day)
    return tuple(Weekly(tuple(weekdays), start, end) for (start, end), weekdays in alike.items())


def _with_classes(
    told: Times, classes: Mapping[str, list[int]], rows: dict[int, Intervals], so_far: dict[int, Intervals]
) -> Times:
    """Return times with what the days of each class mostly have beyond the week, or lack of it."""
    for name, those in classes.items():
        usual = _usual(rows[day] for day in those)
        like = [day for day in those if rows[day] == usual]
        if any(without(usual, so_far[day]) for day in like):
            told = told._replace(on_classes=(*told.on_classes, OnClass(name, usual)))
        if surplus := united(*(without(so_far[day], usual) for day in like)):
            told = told._replace(
                but_on_classes=(
                    *told.but_on_classes,
                    OnClass(name, ALL_DAY if name == HOLIDAY and not usual else surplus),
                )
            )
    return told


def _exact(told: Times, said: Intervals, wanted: Intervals) -> Times:
    """Return times with the dates on which what is said so far differs from what is wanted."""
    return told._replace(but_dated=without(said, wanted), also=without(wanted, said))


def _inverted(told: Times) -> Times | None:
    """Return every minute but for these times; None for those that have exceptions themselves."""
    if told.always or told.but_weekly or told.but_on_classes or told.but_dated:
        return None
    return Times(always=True, but_weekly=told.weekly, but_on_classes=told.on_classes, but_dated=told.also)

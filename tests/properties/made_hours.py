"""Opening hours for the generator, about days on which hours are hard: clock changes, holidays, year ends."""

from __future__ import annotations

from datetime import date, timedelta

from dice import Dice
from plain_hours import end_of, sessions_of, start_of
from plain_search import Look

from dos_router.model.opening import WEEKDAYS, Opening, Spans, parse_opening, parse_spans

SPRINGS = (date(2026, 3, 29), date(2027, 3, 28))
AUTUMNS = (date(2026, 10, 25), date(2027, 10, 31))
HOLIDAYS = {
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 28): "Boxing Day (substitute day)",
    date(2027, 1, 1): "New Year's Day",
    date(2027, 3, 29): "Easter Monday",
}
ORDINARY = (date(2026, 11, 18), date(2026, 11, 21), date(2028, 2, 28), date(2028, 2, 29), date(2026, 12, 31))
THEMES = (*SPRINGS * 2, *AUTUMNS * 2, *HOLIDAYS, *ORDINARY)
SUBSTITUTED = date(2026, 12, 26)  # a Saturday: its holiday is kept on the Monday after

TIMES = (
    "00:00", "00:01", "00:30", "00:59", "01:00", "01:01", "01:15", "01:30", "01:59", "02:00", "02:01", "02:30",
    "07:00", "08:00", "12:00", "18:30", "20:00", "22:00", "23:30", "23:59",
)  # fmt: skip
LONG_DAYS = ("00:00-24:00", "08:00-20:00", "07:00-23:59", "20:00-08:00", "22:00-07:00", "00:00-00:00", "18:30-24:00")
DAYS = ("", "Mo-Su ", "Mo-Fr ", "Sa,Su ", "Sa-Mo ", "Su ", "Fr-Su ")

MIXED = (
    "off",
    "08:00-12:00,12:00-18:30",
    "08:00-12:00,13:00-18:30",
    "20:00-02:00,01:00-03:00",
    "00:00-01:00,22:00-24:00",
)
HOLIDAY_CLAUSES = ("", "", "; PH off", "; PH 08:00-12:00", "; PH 20:00-08:00", "; PH 00:00-24:00")
ALWAYS = parse_opening("24/7")
NEVER = parse_opening("off")


def opening(dice: Dice, theme: date) -> Opening:
    """Draw hours that often say something of the theme's own day, and of the day before."""
    if dice.below(10) < 4:
        return ALWAYS if dice.below(4) else parse_opening("24/7", changed_days(dice, theme))
    today, yesterday = WEEKDAYS[theme.weekday()], WEEKDAYS[theme.weekday() - 1]
    clauses = [dice.pick(*DAYS, f"{today} ", f"{yesterday} ") + spans(dice) for _ in range(dice.pick(1, 1, 2))]
    text = "; ".join(clauses) + dice.pick_from(HOLIDAY_CLAUSES)
    return parse_opening(text, changed_days(dice, theme))


def spans(dice: Dice) -> str:
    """Draw the sessions of a day: a long one, several, or one between times that are hard on a change night."""
    way = dice.below(3)
    if way == 0:
        return dice.pick_from(LONG_DAYS)
    return dice.pick_from(MIXED) if way == 1 else f"{dice.pick_from(TIMES)}-{dice.pick(*TIMES, '24:00')}"


def changed_days(dice: Dice, theme: date) -> dict[date, Spans]:
    """Draw changed hours of single days; most services have none."""
    if dice.below(4) < 3:
        return {}
    days = (theme, theme - timedelta(days=1), theme + timedelta(days=1))
    return {day: parse_spans(spans(dice)) for day in (days[0], *dice.some(days[1:], 1))}


def boundaries(opening: Opening, theme: date, look: Look) -> list[tuple[str, int]]:
    """Return when sessions about the theme's day open and close, as (`opens` or `closes`, UTC minute)."""
    zone, holidays = look.directory.zone, look.directory.holidays
    found: list[tuple[str, int]] = []
    for day in (theme, theme - timedelta(days=1), theme + timedelta(days=1)):
        for start, end in sessions_of(opening, day, holidays):
            found += [("opens", start_of(day, start, zone)), ("closes", end_of(day, end, zone))]
    return found

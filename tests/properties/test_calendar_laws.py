"""Opening hours agree with a minute-by-minute walk of the time line, on hard nights above all (I13 to I16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from dice import drawn, seeded
from hypothesis import given, settings
from hypothesis import strategies as st
from made_hours import AUTUMNS, DAYS, HOLIDAYS, SPRINGS, SUBSTITUTED, THEMES, opening, spans
from plain_hours import DAY, Line, end_of, lay_out, sessions_of, start_of

from dos_router.model.answer import Spell
from dos_router.model.moments import local_boundary, local_time, midnight
from dos_router.model.opening import Opening, parse_opening
from dos_router.routing.calendar import HORIZON_DAYS, Calendar
from dos_router.routing.window import open_in_window

LONDON = ZoneInfo("Europe/London")
NONE: Mapping[date, str] = MappingProxyType({})
AROUND = 3 * DAY  # how far each side of a moment the oracle lays sessions out, in minutes
YEARS = tuple(date(2026, 1, 1) + timedelta(days=days) for days in range(0, 800, 13))


@st.composite
def hours_about_a_day(draw: st.DrawFn) -> tuple[Opening, date]:
    """Draw hours, and the day that they are hard about."""
    dice = drawn(draw)
    theme = dice.pick_from(THEMES) if dice.below(4) else dice.pick_from(YEARS)
    return opening(dice, theme), theme


def walk(
    hours: Opening, at: int, *, zone: ZoneInfo = LONDON, holidays: Mapping[date, str] = HOLIDAYS, ahead: int = AROUND
) -> Line:
    """Return the minutes about a moment, as the oracle lays them out."""
    return lay_out(hours, at - AROUND, at + ahead, zone=zone, holidays=holidays)


def edges(
    hours: Opening, theme: date, *, zone: ZoneInfo = LONDON, holidays: Mapping[date, str] = HOLIDAYS
) -> Iterator[int]:
    """Yield when each session about a day opens and closes, with the minute before and the one after."""
    for day in (theme - timedelta(days=1), theme, theme + timedelta(days=1)):
        for start, end in sessions_of(hours, day, holidays):
            for boundary in (start_of(day, start, zone), end_of(day, end, zone)):
                yield from (boundary - 1, boundary, boundary + 1)


@given(hours_about_a_day())
def test_i13_i14_open_agrees_with_the_time_line_at_each_edge_and_a_minute_either_side(
    drawn_hours: tuple[Opening, date],
) -> None:
    hours, theme = drawn_hours
    calendar = Calendar(LONDON, HOLIDAYS)
    middle = midnight(theme, LONDON) + 720
    line = walk(hours, middle, ahead=2 * AROUND)
    for moment in edges(hours, theme):
        assert calendar.is_open(hours, moment) == line.is_open(moment), local_time(moment, LONDON)


@given(hours_about_a_day(), st.integers(0, DAY), st.integers(0, 2 * DAY))
def test_i13_spells_are_the_runs_of_open_minutes(drawn_hours: tuple[Opening, date], offset: int, length: int) -> None:
    hours, theme = drawn_hours
    start = midnight(theme, LONDON) + offset
    end = start + length
    spells = Calendar(LONDON, HOLIDAYS).spells(hours, start, end)
    line = walk(hours, start, ahead=length + AROUND)
    assert bool(spells) == line.touches(start, end)
    assert [covered(spells, moment) for moment in range(start, end + 1)] == [
        line.is_open(moment) for moment in range(start, end + 1)
    ]
    assert all(one.open < one.close < other.open < other.close for one, other in pairwise(spells))
    assert [spell.open for spell in spells if spell.open > start] == [
        opens for opens, _ in line.runs() if start < opens <= end
    ]
    assert [spell.close for spell in spells if spell.close <= end] == [
        closes for _, closes in line.runs() if start <= closes <= end
    ]


def covered(spells: list[Spell], moment: int) -> bool:
    """Say whether a moment lies within one of the spells."""
    return any(spell.open <= moment < spell.close for spell in spells)


@given(hours_about_a_day(), st.sampled_from((-61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60)))
def test_the_next_spell_is_the_one_under_way_or_the_next_to_begin(
    drawn_hours: tuple[Opening, date], offset: int
) -> None:
    hours, theme = drawn_hours
    at = midnight(theme, LONDON) + 60 + offset
    spell, is_known = Calendar(LONDON, HOLIDAYS).next_spell(hours, at)
    line = walk(hours, at, ahead=HORIZON_DAYS * DAY)
    opens = line.next_open(at)
    closes = None if opens is None else line.next_closed(opens)
    if opens is None:
        assert spell is None
    else:
        assert spell is not None
        assert max(spell.open, at) == opens
        assert is_known == (closes is not None and closes < at + HORIZON_DAYS * DAY)
        assert not is_known or spell.close == closes


@given(hours_about_a_day(), st.sampled_from((0, 1, 15, 30, 60, 1380)), st.sampled_from((-1, 0, 1)))
def test_a_window_is_touched_up_to_its_last_minute_and_from_its_first(
    drawn_hours: tuple[Opening, date], length: int, step: int
) -> None:
    hours, theme = drawn_hours
    calendar = Calendar(LONDON, HOLIDAYS)
    for edge in set(edges(hours, theme)):
        for window in (Spell(edge + step, edge + step + length), Spell(edge + step - length, edge + step)):
            line = walk(hours, window.open, ahead=length + 10)
            assert open_in_window(calendar, hours, window) == line.touches(*window), [
                local_time(one, LONDON) for one in window
            ]


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        *((LONDON, day) for day in (*SPRINGS, *AUTUMNS)),
        (ZoneInfo("Europe/Dublin"), AUTUMNS[0]),
        (ZoneInfo("Atlantic/Azores"), SPRINGS[0]),  # the clocks change at midnight
        (ZoneInfo("Atlantic/Azores"), AUTUMNS[0]),
        (ZoneInfo("America/New_York"), date(2026, 11, 1)),
        (ZoneInfo("Australia/Lord_Howe"), date(2026, 4, 5)),  # by half an hour
        (ZoneInfo("Australia/Lord_Howe"), date(2026, 10, 4)),
    ],
    ids=lambda value: f"{value}",
)
def test_every_boundary_about_a_clock_change_is_where_the_clock_shows_it(zone: ZoneInfo, change: date) -> None:
    for day in (change - timedelta(days=1), change):
        for minute in range(2 * DAY):
            assert local_boundary(day, minute, zone, closing=False) == start_of(day, minute, zone), (day, minute)
            assert local_boundary(day, minute, zone, closing=True) == end_of(day, minute, zone), (day, minute)


@pytest.mark.parametrize("change", SPRINGS)
def test_i16_a_night_is_an_hour_shorter_in_spring(change: date) -> None:
    assert length_of_night(change - timedelta(days=1)) == 11 * 60


@pytest.mark.parametrize("change", AUTUMNS)
def test_i16_a_night_is_an_hour_longer_in_autumn(change: date) -> None:
    assert length_of_night(change - timedelta(days=1)) == 13 * 60


@pytest.mark.parametrize("day", [date(2026, 11, 18), date(2026, 12, 31), date(2028, 2, 28), date(2028, 2, 29)])
def test_i16_any_other_night_has_its_twelve_hours(day: date) -> None:
    assert length_of_night(day) == 12 * 60


def length_of_night(day: date) -> int:
    """Return how many minutes a night of 20:00-08:00 lasts, open on both sides of midnight."""
    calendar, hours = Calendar(LONDON, NONE), parse_opening("20:00-08:00")
    midnight_after = midnight(day + timedelta(days=1), LONDON)
    assert calendar.is_open(hours, midnight_after - 1)
    assert calendar.is_open(hours, midnight_after)
    spell, is_known = calendar.next_spell(hours, midnight_after - 60)
    assert spell is not None
    assert is_known
    return spell.close - spell.open


@pytest.mark.parametrize("day", [*HOLIDAYS, SUBSTITUTED])
def test_i14_holiday_hours_hold_on_the_holiday_kept_and_not_on_the_day_it_stands_for(day: date) -> None:
    calendar, hours = Calendar(LONDON, HOLIDAYS), parse_opening("08:00-18:30; PH off")
    noon = midnight(day, LONDON) + 12 * 60
    assert calendar.is_open(hours, noon) == (day == SUBSTITUTED)


@given(hours_about_a_day(), st.integers(0, DAY))
@settings(max_examples=60)
def test_a_calendar_remembers_nothing_that_changes_an_answer(drawn_hours: tuple[Opening, date], offset: int) -> None:
    hours, theme = drawn_hours
    at = midnight(theme, LONDON) + offset
    used = Calendar(LONDON, HOLIDAYS)
    first = used.spells(hours, at, at + DAY)
    used.spells(parse_opening("00:00-24:00"), at - DAY, at + DAY)
    assert used.spells(hours, at, at + DAY) == first == Calendar(LONDON, HOLIDAYS).spells(hours, at, at + DAY)


def test_hours_agree_with_opening_hours_py_on_what_both_cover() -> None:
    """Both cover clauses within a day, and one clause past midnight.

    Beyond that we differ on purpose: the library lets another clause for the day after cut a session that runs
    past midnight, and lets a weekday clause after `PH` override it.
    """
    library = pytest.importorskip("opening_hours")
    calendar = Calendar(LONDON, HOLIDAYS)
    for text, week in texts_that_both_cover():
        theirs, ours = library.OpeningHours(text, country="GB"), parse_opening(text)
        for day in (week + timedelta(days=days) for days in range(7)):
            for start, end in (*sessions_of(ours, day, HOLIDAYS), (0, 720)):
                for minute in (start - 1, start, start + 1, end - 1, end, end + 1):
                    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 - theirs has no zone
                    moment = start_of(day, 0, LONDON) + minute
                    assert calendar.is_open(ours, moment) == theirs.is_open(local), (text, local)


def texts_that_both_cover() -> Iterator[tuple[str, date]]:
    """Yield hours, each with a day from which on no clock changes for a week; Christmas is one of those weeks."""
    for seed in range(400):
        dice = seeded(seed)
        clauses = [dice.pick_from(DAYS) + spans(dice) for _ in range(1 + dice.below(3))]
        holiday = dice.pick("", "", "; PH off", "; PH 10:00-14:00")
        if len(clauses) == 1 or not past_midnight(clauses):
            yield (
                "; ".join(clauses) + ("" if past_midnight(clauses) else holiday),
                dice.pick(date(2026, 11, 16), date(2026, 12, 22)),
            )
    yield "24/7", date(2026, 11, 16)


def past_midnight(clauses: list[str]) -> bool:
    """Say whether a session of some day runs past midnight."""
    return any(span.end > DAY for clause in clauses for day in parse_opening(clause).weekdays for span in day)

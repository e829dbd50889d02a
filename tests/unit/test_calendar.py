"""Spells of opening on the calendar, and the window in which a disposition needs one."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from dos_router.model.answer import Spell
from dos_router.model.moments import iso, parse_moment
from dos_router.model.opening import Spans, parse_opening, parse_spans
from dos_router.model.service import Point
from dos_router.routing.calendar import Calendar
from dos_router.routing.distances import in_miles, is_inside, miles_between
from dos_router.routing.durations import in_words
from dos_router.routing.window import open_in_window, opening_window, window_length

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(
    LONDON, MappingProxyType({date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day (substitute day)"})
)


def at(text: str) -> int:
    """Return a moment, in local time or with its offset."""
    return parse_moment(text, LONDON)


def spells(hours: str, start: str, end: str, dates: dict[date, Spans] | None = None) -> list[str]:
    """Return the spells of some hours between two moments, told in local time."""
    found = CALENDAR.spells(parse_opening(hours, dates), at(start), at(end))
    return [f"{iso(spell.open, LONDON)[5:16]} to {iso(spell.close, LONDON)[5:16]}" for spell in found]


@pytest.mark.parametrize(
    ("hours", "start", "end", "expected"),
    [
        ("08:00-18:30", "2026-11-18T00:00", "2026-11-18T23:59", ["11-18T08:00 to 11-18T18:30"]),
        (
            "08:00-12:00,13:00-18:00",
            "2026-11-18T11:00",
            "2026-11-18T14:00",
            ["11-18T08:00 to 11-18T12:00", "11-18T13:00 to 11-18T18:00"],
        ),
        (
            "08:00-12:00,12:00-18:00",
            "2026-11-18T11:00",
            "2026-11-18T14:00",
            ["11-18T08:00 to 11-18T18:00"],
        ),  # they touch
        (
            "08:00-14:00,12:00-18:00",
            "2026-11-18T11:00",
            "2026-11-18T14:00",
            ["11-18T08:00 to 11-18T18:00"],
        ),  # they overlap
        (
            "08:00-18:00,10:00-11:00",
            "2026-11-18T11:00",
            "2026-11-18T14:00",
            ["11-18T08:00 to 11-18T18:00"],
        ),  # one holds the other
        (
            "00:00-24:00",
            "2026-11-18T11:00",
            "2026-11-18T12:00",
            ["11-17T00:00 to 11-19T00:00"],
        ),  # cut at the days looked at
        ("20:00-08:00", "2026-11-18T03:00", "2026-11-18T04:00", ["11-17T20:00 to 11-18T08:00"]),
        ("We 20:00-08:00", "2026-11-19T03:00", "2026-11-19T04:00", ["11-18T20:00 to 11-19T08:00"]),
        (
            "We 20:00-08:00; Th off",
            "2026-11-19T03:00",
            "2026-11-19T04:00",
            ["11-18T20:00 to 11-19T08:00"],
        ),  # off does not cut it
        (
            "08:00-18:30; PH off",
            "2026-12-24T12:00",
            "2026-12-26T12:00",
            ["12-24T08:00 to 12-24T18:30", "12-26T08:00 to 12-26T18:30"],
        ),
        ("08:00-18:30", "2026-11-18T18:30", "2026-11-18T23:00", ["11-18T08:00 to 11-18T18:30"]),  # its close touches
        ("08:00-18:30", "2026-11-18T18:31", "2026-11-18T23:00", []),
        ("08:00-18:30", "2026-11-18T05:00", "2026-11-18T08:00", ["11-18T08:00 to 11-18T18:30"]),  # its opening touches
        ("08:00-18:30", "2026-11-18T05:00", "2026-11-18T07:59", []),
        ("off", "2026-11-18T00:00", "2026-11-19T00:00", []),
        ("01:10-01:50", "2026-03-29T00:00", "2026-03-29T12:00", []),  # a session in the skipped hour is none
        ("00:30-01:30", "2026-03-29T00:00", "2026-03-29T12:00", ["03-29T00:30 to 03-29T02:00"]),  # up to the change
        ("01:30-03:00", "2026-03-29T00:00", "2026-03-29T12:00", ["03-29T02:00 to 03-29T03:00"]),  # from the change on
        ("22:00-01:30", "2026-03-29T00:00", "2026-03-29T12:00", ["03-28T22:00 to 03-29T02:00"]),
    ],
)
def test_the_spells_that_touch_a_stretch_of_time(hours: str, start: str, end: str, expected: list[str]) -> None:
    assert spells(hours, start, end) == expected


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        ("01:00-02:00", 120),
        ("01:30-01:45", 75),
        ("00:30-01:30", 120),
        ("01:30-02:30", 120),
        ("20:00-08:00", 780),
        ("00:00-24:00", 1500),
    ],
)
def test_a_session_through_the_repeated_hour_opens_the_first_time_and_closes_the_second(
    hours: str, minutes: int
) -> None:
    found = CALENDAR.spells(
        parse_opening(f"Su {hours}" if hours != "20:00-08:00" else f"Sa {hours}"),
        at("2026-10-25T01:00+01:00"),
        at("2026-10-25T02:00"),
    )
    assert [spell.close - spell.open for spell in found] == [minutes]


def test_hours_of_a_date_replace_those_of_that_day_alone() -> None:
    dates = {date(2026, 11, 18): parse_spans("off"), date(2026, 11, 19): parse_spans("10:00-11:00")}
    assert spells("08:00-18:30", "2026-11-17T12:00", "2026-11-20T12:00", dates) == [
        "11-17T08:00 to 11-17T18:30",
        "11-19T10:00 to 11-19T11:00",
        "11-20T08:00 to 11-20T18:30",
    ]


@pytest.mark.parametrize(("moment", "is_open"), [("07:59", False), ("08:00", True), ("18:29", True), ("18:30", False)])
def test_it_is_open_from_its_opening_up_to_the_minute_before_it_closes(moment: str, is_open: bool) -> None:
    assert CALENDAR.is_open(parse_opening("08:00-18:30"), at(f"2026-11-18T{moment}")) is is_open


@pytest.mark.parametrize(
    ("hours", "moment", "spell", "is_known"),
    [
        ("08:00-18:30", "2026-11-18T07:00", ("2026-11-18T08:00", "2026-11-18T18:30"), True),
        ("08:00-18:30", "2026-11-18T08:00", ("2026-11-18T08:00", "2026-11-18T18:30"), True),
        ("08:00-18:30", "2026-11-18T18:30", ("2026-11-19T08:00", "2026-11-19T18:30"), True),  # what closes now is over
        ("Mo 08:00-18:30", "2026-11-18T12:00", ("2026-11-23T08:00", "2026-11-23T18:30"), True),
        ("24/7", "2026-11-18T12:00", ("2026-11-17T00:00", "2026-12-04T00:00"), False),  # no end within sight
    ],
)
def test_the_next_spell_is_the_one_under_way_or_the_next(
    hours: str, moment: str, spell: tuple[str, str], is_known: bool
) -> None:
    assert CALENDAR.next_spell(parse_opening(hours), at(moment)) == (Spell(at(spell[0]), at(spell[1])), is_known)


def test_what_does_not_open_within_fifteen_days_has_no_next_spell() -> None:
    late = parse_opening("off", {date(2026, 12, 4): parse_spans("08:00-09:00")})
    assert CALENDAR.next_spell(late, at("2026-11-18T12:00")) == (None, False)
    assert CALENDAR.next_spell(late, at("2026-11-19T12:00"))[0] is not None


@pytest.mark.parametrize(
    ("timeframe", "minutes"),
    [
        (None, 60),
        (0, 60),
        (8, 30),
        (10, 30),
        (30, 30),
        (31, 31),
        (45, 45),
        (60, 60),
        (61, 1),
        (90, 30),
        (120, 60),
        (240, 180),
        (720, 660),
        (20_160, 20_100),
    ],
)
def test_the_window_ends_so_many_minutes_after_the_call(timeframe: int | None, minutes: int) -> None:
    assert window_length(timeframe) == minutes


@pytest.mark.parametrize(
    ("timeframe", "window"),
    [
        (None, (1030, 1060)),
        (10, (1030, 1030)),
        (31, (1030, 1031)),
        (60, (1030, 1060)),
        (61, (1001, 1001)),
        (89, (1029, 1029)),
        (90, (1030, 1030)),
        (360, (1030, 1300)),
    ],
)
def test_the_window_starts_half_an_hour_after_the_call_and_never_past_its_end(
    timeframe: int | None, window: tuple[int, int]
) -> None:
    assert opening_window(1000, timeframe) == window


@pytest.mark.parametrize(
    ("call", "timeframe", "passes"),
    [
        ("2026-11-18T07:00", 60, True),  # opens at the window's last minute
        ("2026-11-18T06:59", 60, False),
        ("2026-11-18T18:00", 60, True),  # closes as the window starts
        ("2026-11-18T18:01", 60, False),
        ("2026-11-18T17:00", 360, True),
        ("2026-11-18T03:00", 360, True),
        ("2026-11-18T02:59", 360, False),
    ],
)
def test_a_service_must_be_open_in_the_window(call: str, timeframe: int, passes: bool) -> None:
    assert open_in_window(CALENDAR, parse_opening("08:00-18:30"), opening_window(at(call), timeframe)) is passes


@pytest.mark.parametrize(
    ("there", "inside"),
    [
        (Point(501_000, 200_000), True),
        (Point(501_001, 200_000), False),
        (Point(499_000, 199_000), True),  # the corner of a square
        (Point(499_000, 198_999), False),
        (Point(500_000, 201_001), False),
        (None, True),
    ],
)
def test_the_area_searched_is_a_square_with_its_edge(there: Point | None, inside: bool) -> None:
    assert is_inside(Point(500_000, 200_000), there, 1000) is inside


@pytest.mark.parametrize(
    ("there", "miles"),
    [
        (Point(500_000, 200_000), 0.0),
        (Point(501_609, 200_000), 1.0),
        (Point(503_000, 204_000), 3.1),
        (Point(500_080, 200_000), 0.0),
        (None, None),
    ],
)
def test_distance_is_in_miles_to_one_decimal(there: Point | None, miles: float | None) -> None:
    assert miles_between(Point(500_000, 200_000), there) == miles


def test_a_squared_distance_is_told_in_miles() -> None:
    assert in_miles(1609 * 1609 * 25) == 5.0
    assert in_miles(None) is None


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (40, "40 min"),
        (60, "1 h"),
        (90, "1 h 30 min"),
        (660, "11 h"),
        (1439, "23 h 59 min"),
        (1440, "1 d"),
        (3060, "2 d 3 h"),
        (1441, "1 d"),
    ],
)
def test_minutes_are_told_as_people_say_them(minutes: int, words: str) -> None:
    assert in_words(minutes) == words

"""Moments as people write them, in local time or with an offset, about clock changes above all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dos_router.diagnostics import Malformed
from dos_router.model.moments import iso, local_boundary, local_time, midnight, parse_day, parse_moment

LONDON = ZoneInfo("Europe/London")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def utc(text: str) -> int:
    """Return `2026-11-21 20:00`, a time in UTC, as a UTC minute."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) // 60


@pytest.mark.parametrize(
    ("written", "in_utc"),
    [
        ("2026-11-21T20:00", "2026-11-21 20:00"),
        ("2026-11-21 20:00", "2026-11-21 20:00"),
        (" 2026-11-21t20:00 ", "2026-11-21 20:00"),
        ("2026-07-01T20:00", "2026-07-01 19:00"),  # summer time
        ("2026-11-21T20:00:59", "2026-11-21 20:00"),  # seconds are dropped
        ("2026-11-21T20:00:59.999999999", "2026-11-21 20:00"),
        ("2026-11-21T20:00Z", "2026-11-21 20:00"),
        ("2026-11-21T20:00 z", "2026-11-21 20:00"),
        ("2026-11-21T20:00+01:00", "2026-11-21 19:00"),
        ("2026-11-21T20:00:30+0100", "2026-11-21 19:00"),
        ("2026-11-21T20:00+01", "2026-11-21 19:00"),
        ("2026-11-21T20:00-05:30", "2026-11-22 01:30"),
        ("2026-11-21T20:00-00:00", "2026-11-21 20:00"),
        ("2026-11-21T20:00+14:00", "2026-11-21 06:00"),
        ("2028-02-29T00:00", "2028-02-29 00:00"),
        ("2026-12-31T23:59", "2026-12-31 23:59"),
    ],
)
def test_a_moment_is_read_as_its_utc_minute(written: str, in_utc: str) -> None:
    assert parse_moment(written, LONDON) == utc(in_utc)


@pytest.mark.parametrize(
    "written",
    [
        "", "now", "2026-11-21", "20:00", "21/11/2026 20:00", "2026-11-21T20", "2026-11-21T8:00", "2026-11-21T20:00+1",
        "2026-11-21T20:00 BST", "2026-11-21T20:00ZZ", "1795291200", "20261121T2000", "2026-11-21  20:00",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(Malformed, match=r"is not a date and time$") as refusal:
        parse_moment(written, LONDON)
    assert refusal.value.rule == "bad-time"


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-29T12:00", "2026-13-01T12:00", "2026-11-31T12:00", "2026-11-21T25:00", "2026-11-21T24:00",
        "2026-11-21T12:60", "2026-11-21T12:00+15:00", "2026-11-21T12:00+01:60",
    ],
)  # fmt: skip
def test_a_moment_that_no_calendar_has_is_refused(written: str) -> None:
    with pytest.raises(Malformed, match="that exists"):
        parse_moment(written, LONDON)


@pytest.mark.xfail(reason="seconds are dropped unread")
@pytest.mark.parametrize("written", ["2026-11-21T12:00:60", "2026-11-21T12:00:99Z"])
def test_seconds_that_no_minute_has_are_refused(written: str) -> None:
    with pytest.raises(Malformed):
        parse_moment(written, LONDON)


@pytest.mark.parametrize("written", ["1970-12-31T12:00", "0001-01-01T00:00", "2199-01-01T00:00", "9999-12-31T23:59Z"])
def test_a_moment_of_another_age_is_refused(written: str) -> None:
    with pytest.raises(Malformed, match="too far from today") as refusal:
        parse_moment(written, LONDON)
    assert refusal.value.help == "give a year from 1971 to 2198"


@pytest.mark.parametrize("written", ["1971-01-01T00:00Z", "2198-12-31T23:59Z"])
def test_the_first_and_the_last_year_are_read(written: str) -> None:
    assert parse_moment(written, LONDON) == utc(written[:-1].replace("T", " "))


@pytest.mark.parametrize("written", ["2026-03-29T01:00", "2026-03-29T01:30", "2026-03-29T01:59", "2027-03-28T01:00"])
@pytest.mark.parametrize("repeated_hour", [None, "first", "second"])
def test_a_time_that_the_clocks_skip_does_not_exist(written: str, repeated_hour: str | None) -> None:
    with pytest.raises(Malformed, match="does not exist in Europe/London") as refusal:
        parse_moment(written, LONDON, repeated_hour=repeated_hour)
    assert refusal.value.rule == "time-skipped"


@pytest.mark.parametrize("written", ["2026-10-25T01:00", "2026-10-25T01:30", "2026-10-25T01:59", "2027-10-31T01:00"])
def test_a_time_that_comes_twice_is_refused_with_both_readings(written: str) -> None:
    with pytest.raises(Malformed, match="comes twice in Europe/London") as refusal:
        parse_moment(written, LONDON)
    assert refusal.value.rule == "time-repeated"
    assert f"`{written}+01:00` or `{written}+00:00`" in (refusal.value.help or "")


@pytest.mark.parametrize(
    ("written", "repeated_hour", "in_utc"),
    [
        ("2026-10-25T01:30", "first", "2026-10-25 00:30"),
        ("2026-10-25T01:30", "second", "2026-10-25 01:30"),
        ("2026-10-25T01:30+01:00", "second", "2026-10-25 00:30"),  # an offset says it already
        ("2026-10-25T01:30+00:00", "first", "2026-10-25 01:30"),
        ("2026-10-25T00:59", "second", "2026-10-24 23:59"),  # not repeated
        ("2026-10-25T02:00", "first", "2026-10-25 02:00"),
        ("2026-03-29T00:59", "second", "2026-03-29 00:59"),
        ("2026-03-29T02:00", "first", "2026-03-29 01:00"),
    ],
)
def test_of_the_repeated_hour_the_one_said_is_taken(written: str, repeated_hour: str, in_utc: str) -> None:
    assert parse_moment(written, LONDON, repeated_hour=repeated_hour) == utc(in_utc)


@pytest.mark.parametrize(
    ("day", "minute", "closing", "in_utc"),
    [
        (date(2026, 11, 18), 480, False, "2026-11-18 08:00"),
        (date(2026, 11, 18), 1920, True, "2026-11-19 08:00"),  # past midnight
        (date(2026, 7, 1), 1440, True, "2026-07-01 23:00"),
        (date(2026, 12, 31), 1500, True, "2027-01-01 01:00"),
        (date(2028, 2, 28), 1500, False, "2028-02-29 01:00"),
        (SPRING, 59, False, "2026-03-29 00:59"),
        (SPRING, 60, False, "2026-03-29 01:00"),  # skipped: the moment of the change
        (SPRING, 60, True, "2026-03-29 01:00"),
        (SPRING, 90, False, "2026-03-29 01:00"),
        (SPRING, 119, True, "2026-03-29 01:00"),
        (SPRING, 120, True, "2026-03-29 01:00"),
        (SPRING, 121, True, "2026-03-29 01:01"),
        (AUTUMN, 59, True, "2026-10-24 23:59"),
        (AUTUMN, 60, False, "2026-10-25 00:00"),  # comes twice: an opening is the first,
        (AUTUMN, 60, True, "2026-10-25 01:00"),  # a closing the second
        (AUTUMN, 90, False, "2026-10-25 00:30"),
        (AUTUMN, 90, True, "2026-10-25 01:30"),
        (AUTUMN, 119, True, "2026-10-25 01:59"),
        (AUTUMN, 120, False, "2026-10-25 02:00"),
        (AUTUMN, 120, True, "2026-10-25 02:00"),
        (date(2026, 10, 24), 1440 + 90, True, "2026-10-25 01:30"),  # a session of the day before
    ],
)
def test_a_boundary_of_a_session_is_one_moment(day: date, minute: int, closing: bool, in_utc: str) -> None:
    assert local_boundary(day, minute, LONDON, closing=closing) == utc(in_utc)


@pytest.mark.parametrize(
    ("day", "in_utc"),
    [(SPRING, "2026-03-29 00:00"), (AUTUMN, "2026-10-24 23:00"), (date(2026, 7, 1), "2026-06-30 23:00")],
)
def test_a_day_begins_at_its_local_midnight(day: date, in_utc: str) -> None:
    assert midnight(day, LONDON) == utc(in_utc)


@pytest.mark.parametrize(
    ("in_utc", "local"),
    [
        ("2026-11-21 20:00", "2026-11-21T20:00+00:00"),
        ("2026-10-25 00:30", "2026-10-25T01:30+01:00"),
        ("2026-10-25 01:30", "2026-10-25T01:30+00:00"),
        ("2026-03-29 00:59", "2026-03-29T00:59+00:00"),
        ("2026-03-29 01:00", "2026-03-29T02:00+01:00"),
    ],
)
def test_a_moment_is_told_in_local_time_with_its_offset(in_utc: str, local: str) -> None:
    assert iso(utc(in_utc), LONDON) == local
    assert local_time(utc(in_utc), LONDON).isoformat(timespec="minutes") == local


def test_a_day_is_read() -> None:
    assert parse_day(" 2028-02-29 ") == date(2028, 2, 29)


@pytest.mark.parametrize(
    "written",
    ["", "2026-02-29", "2026-2-1", "20261225", "25/12/2026", "2026-W52-5", "2026-12-25T00:00", "２０２６-12-25"],
)
def test_a_day_that_does_not_exist_is_refused(written: str) -> None:
    with pytest.raises(Malformed, match="is not a date that exists"):
        parse_day(written)

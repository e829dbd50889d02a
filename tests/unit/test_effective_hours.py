"""What decides a service's hours, day by day: the clause that is named is the one that counts."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from dos_router.diagnostics import Location
from dos_router.model.moments import iso, parse_moment
from dos_router.model.opening import WEEKDAYS, parse_opening, parse_spans
from dos_router.model.service import Provider, Service
from dos_router.routing.calendar import Calendar
from dos_router.routing.effective_hours import EffectiveDay, EffectiveHours, deciding_clause, effective_hours

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(LONDON, {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day (substitute day)"})
RECORD = Location("services/example.yaml", 5, 5)


def service(opening: str, **dates: str) -> Service:
    """Return a service that opens so; dates are given like `d2026_12_25="off"`."""
    spans = {date.fromisoformat(day[1:].replace("_", "-")): parse_spans(text) for day, text in dates.items()}
    lines = {"opening": RECORD._replace(line=9)} | {f"dates/{day}": RECORD._replace(line=11) for day in spans}
    return Service(
        id="example", name="Example", type="pharmacy", provider=Provider("Example"), at=RECORD,
        opening=parse_opening(opening, spans), lines=MappingProxyType(lines),
    )  # fmt: skip


def hours(one: Service, at: str, count: int = 1) -> EffectiveHours:
    return effective_hours(one, CALENDAR, parse_moment(at, LONDON), count)


def first_day(one: Service, at: str) -> EffectiveDay:
    return hours(one, at).days[0]


def sessions(day: EffectiveDay) -> list[str]:
    """Return a day's sessions in local time with the offset, as `from/to`."""
    return [f"{iso(session.open, LONDON)[5:]}/{iso(session.close, LONDON)[5:]}" for session in day.sessions]


@pytest.mark.parametrize(
    ("opening", "named"),
    [
        # the days Monday to Sunday, then public holidays: the number of the clause that decides, `-` for none
        ("Mo-Fr 08:00-18:30; Sa 09:00-12:00; PH off", "0 0 0 0 0 1 - 2"),
        ("Mo-Su 08:00-20:00; Sa,Su 09:00-17:00", "0 0 0 0 0 1 1 -"),
        ("Mo-Su 08:00-20:00; We off", "0 0 1 0 0 0 0 -"),
        ("Mo-Fr 09:00-17:00; Mo-Su 08:00-20:00", "1 1 1 1 1 1 1 -"),
        ("Fr-Mo 09:00-17:00", "0 - - - 0 0 0 -"),
        ("08:00-20:00; Su 10:00-16:00", "0 0 0 0 0 0 1 -"),
        ("off; Tu 09:00-12:00", "0 1 0 0 0 0 0 -"),
        ("00:00-24:00; PH 10:00-16:00; PH off", "0 0 0 0 0 0 0 2"),
        ("Mo-Su 00:00-24:00", "0 0 0 0 0 0 0 -"),
    ],
)
def test_the_last_clause_that_names_a_day_decides_it(opening: str, named: str) -> None:
    clauses = opening.split("; ")
    parsed = parse_opening(opening)
    for place, number in zip((*range(7), None), named.split(), strict=True):
        expected = None if number == "-" else clauses[int(number)]
        assert deciding_clause(parsed, place) == expected
        if expected is not None and place is not None:
            assert parse_opening(expected).weekdays[place] == parsed.weekdays[place]


@pytest.mark.parametrize(
    ("at", "decides", "said", "line", "holiday"),
    [
        ("2026-12-23T12:00", "weekday", "Mo-Fr 08:00-18:00", 9, None),
        ("2026-12-25T12:00", "date", "2026-12-25: off", 11, "Christmas Day"),
        ("2026-12-26T12:00", "weekday", None, 9, None),
        ("2026-12-28T12:00", "PH", "PH 10:00-12:00,14:00-16:00", 9, "Boxing Day (substitute day)"),
    ],
)
def test_each_day_says_what_decides_it(at: str, decides: str, said: str | None, line: int, holiday: str | None) -> None:
    day = first_day(service("Mo-Fr 08:00-18:00; PH 10:00-12:00,14:00-16:00", d2026_12_25="off"), at)
    assert (day.decides, day.said, day.at.line, day.holiday) == (decides, said, line, holiday)


def test_a_single_date_goes_before_24_7_and_says_its_spans() -> None:
    always = service("24/7", d2026_12_25="08:00-12:00,22:00-06:00")
    day, after = hours(always, "2026-12-25T00:00", 2).days
    assert (day.decides, day.said) == ("date", "2026-12-25: 08:00-12:00,22:00-06:00")
    assert sessions(day) == ["12-25T08:00+00:00/12-25T12:00+00:00", "12-25T22:00+00:00/12-26T06:00+00:00"]
    assert (after.decides, after.said, sessions(after)) == ("24/7", "24/7", ["12-26T00:00+00:00/12-27T00:00+00:00"])


def test_a_holiday_without_a_clause_of_its_own_is_an_ordinary_day_that_is_named() -> None:
    day = first_day(service("Mo-Su 08:00-20:00"), "2026-12-25T12:00")
    assert (day.decides, day.said, day.holiday) == ("weekday", "Mo-Su 08:00-20:00", "Christmas Day")


def test_off_does_not_cut_the_session_of_the_day_before() -> None:
    days = hours(service("Mo-Sa 18:00-08:00; Su off"), "2026-11-21T12:00", 2).days
    assert [iso(day.carried or 0, LONDON) for day in days] == ["2026-11-21T08:00+00:00", "2026-11-22T08:00+00:00"]
    assert days[1].sessions == ()
    assert first_day(service("Mo-Sa 18:00-24:00"), "2026-11-21T12:00").carried is None


@pytest.mark.parametrize(
    ("day", "clocks", "session", "lasts", "by_the_clock"),
    [
        ("2027-03-27", 0, "03-27T20:00+00:00/03-28T08:00+01:00", 660, 720),
        ("2027-03-28", 60, "03-28T20:00+01:00/03-29T08:00+01:00", 720, 720),
        ("2026-10-24", 0, "10-24T20:00+01:00/10-25T08:00+00:00", 780, 720),
        ("2026-10-25", -60, "10-25T20:00+00:00/10-26T08:00+00:00", 720, 720),
    ],
)
def test_nights_over_a_clock_change_last_11_and_13_hours(
    day: str, clocks: int, session: str, lasts: int, by_the_clock: int
) -> None:
    found = first_day(service("Mo-Su 20:00-08:00"), f"{day}T12:00")
    (only,) = found.sessions
    assert (found.clocks, sessions(found)) == (clocks, [session])
    assert (only.close - only.open, only.by_the_clock) == (lasts, by_the_clock)


def test_a_session_within_the_skipped_hour_is_none() -> None:
    assert first_day(service("Mo-Su 01:15-01:45,09:00-10:00"), "2027-03-28T12:00").sessions[0].by_the_clock == 60
    assert len(first_day(service("Mo-Su 01:15-01:45"), "2027-03-28T12:00").sessions) == 0


def test_the_moment_itself_is_open_closed_or_without_an_end() -> None:
    weekdays = service("Mo-Fr 08:00-18:00")
    during, after = hours(weekdays, "2026-11-20T17:59"), hours(weekdays, "2026-11-20T18:00")
    assert during.is_open
    assert not after.is_open
    assert after.spell is not None
    assert iso(after.spell.open, LONDON) == "2026-11-23T08:00+00:00"
    always = hours(service("24/7"), "2026-11-20T18:00")
    assert (always.is_open, always.close_is_known) == (True, False)
    never = hours(service("Mo-Su off"), "2026-11-20T18:00")
    assert (never.is_open, never.spell) == (False, None)


def test_days_run_from_the_local_day_of_the_moment() -> None:
    days = hours(service("24/7"), "2026-07-01T23:30Z", 3).days
    assert [str(day.day) for day in days] == ["2026-07-02", "2026-07-03", "2026-07-04"]
    assert [WEEKDAYS[day.day.weekday()] for day in days] == ["Th", "Fr", "Sa"]

"""Ages as people write them, in whole days; and the first and last day that a range holds."""

from __future__ import annotations

import pytest

from dos_router.diagnostics import Malformed
from dos_router.model.ages import AgeRange, days_of, describe_age, parse_age, parse_age_range


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("34", 12_418),
        ("34y", 12_418),
        ("34 Y", 12_418),
        ("0", 0),
        ("0d", 0),
        ("1", 365),
        ("4", 1461),  # exactly four years, leap day and all
        ("5", 1826),
        ("16", 5844),
        ("1m", 30),
        ("7m", 213),
        ("12m", 365),
        ("12d", 12),
        (" 12 d ", 12),
        ("034", 12_418),
        ("129", 47_117),
        ("1559m", 47_452),
        ("47481d", 47_481),  # the day before the 130th birthday
    ],
)
def test_an_age_is_read_as_whole_days(written: str, days: int) -> None:
    assert parse_age(written) == days


@pytest.mark.parametrize(
    "written", ["", " ", "-1", "3.5", "1e2", "+4", "y", "34w", "34yy", "3 4", "٣٤", "1234567", "34\u200b", "4-5"]
)
def test_what_is_no_age_is_refused(written: str) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_age(written)
    assert refusal.value.message == f"`{written}` is not an age"
    assert refusal.value.rule == "bad-age"


@pytest.mark.parametrize("written", ["130", "130y", "1560m", "47482d", "999999"])
def test_130_years_are_too_many(written: str) -> None:
    with pytest.raises(Malformed, match="130 years or more"):
        parse_age(written)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("0-15", 0, 5843),
        ("5-15", 1826, 5843),  # the fifth birthday up to the day before the sixteenth: routing.md 4
        ("16+", 5844, None),
        ("0+", 0, None),
        ("3m-4y", 91, 1825),
        ("12d-23m", 12, 729),
        ("0d-27d", 0, 27),
        ("5-5", 1826, 2190),  # the year from the fifth birthday to the sixth
        ("5d-5d", 5, 5),
        ("18Y-64Y", 6574, 23_740),
        (" 16+ ", 5844, None),
        ("0-129", 0, 47_481),
    ],
)
def test_a_range_holds_all_of_its_last_year_month_or_day(written: str, low: int, high: int | None) -> None:
    assert parse_age_range(written) == AgeRange(low, high)
    assert parse_age_range(written).written == written


@pytest.mark.parametrize(
    "written", ["", "5", "5-", "-5", "5–15", "5 - 15", "5+15", "5-15+", "a-b", "5.5-7", "16 +", "0-1-2"]
)
def test_what_is_no_range_is_refused(written: str) -> None:
    with pytest.raises(Malformed, match="is not an age range"):
        parse_age_range(written)


@pytest.mark.parametrize("written", ["15-5", "4y-3m", "12d-11d", "24m-1y"])
def test_a_range_that_ends_before_it_begins_is_refused(written: str) -> None:
    with pytest.raises(Malformed, match="ends before it begins") as refusal:
        parse_age_range(written)
    assert refusal.value.help == "put the lower age first"


@pytest.mark.parametrize(("days", "is_in"), [(1825, False), (1826, True), (5843, True), (5844, False)])
def test_both_bounds_are_in_and_a_day_beyond_is_out(days: int, is_in: bool) -> None:
    assert parse_age_range("5-15").contains(days) is is_in


@pytest.mark.parametrize(("days", "is_in"), [(5843, False), (5844, True), (47_481, True), (10**9, True)])
def test_a_range_without_an_upper_end_goes_on(days: int, is_in: bool) -> None:
    assert parse_age_range("16+").contains(days) is is_in


@pytest.mark.parametrize(
    ("count", "unit", "days"),
    [(1, "", 365), (2, "y", 730), (3, "y", 1095), (4, "y", 1461), (1, "m", 30), (16, "m", 487), (9, "d", 9)],
)
def test_years_and_months_are_rounded_down_to_days(count: int, unit: str, days: int) -> None:
    assert days_of(count, unit) == days


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (29, "29 days"),
        (30, "1 month"),
        (60, "2 months"),
        (365, "12 months"),
        (729, "23 months"),
        (730, "2 years"),
        (1825, "4 years"),
        (1826, "5 years"),
        (12_418, "34 years"),
    ],
)
def test_an_age_is_told_as_people_say_it(days: int, said: str) -> None:
    assert describe_age(days) == said

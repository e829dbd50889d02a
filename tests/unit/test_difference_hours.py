"""Hours compared: what is the same however it is written, and how what differs is told."""

from __future__ import annotations

from datetime import date

import pytest

from dos_router.analysis.difference_hours import Hours, compare_hours
from dos_router.model.opening import Opening, parse_opening, parse_spans

CHRISTMAS = date(2026, 12, 25)


def hours(text: str, dates: dict[str, str] | None = None) -> Opening:
    """Return hours with those of single dates."""
    return parse_opening(text, {date.fromisoformat(day): parse_spans(spans) for day, spans in (dates or {}).items()})


def told(before: Opening, after: Opening) -> list[str]:
    """Return a difference as a reader sees it; Christmas Day is a public holiday."""
    found = compare_hours(Hours(before, {CHRISTMAS}), Hours(after, {CHRISTMAS}))
    return [f"{one.what}: {one.before} → {one.after}" + (f" ({one.note})" if one.note else "") for one in found]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("24/7", "00:00-24:00"),
        ("24/7", "00:00-24:00; PH 00:00-24:00"),
        ("Mo-Fr 08:00-12:00,12:00-18:00", "Mo-We 08:00-18:00; Th,Fr 08:00-18:00"),
        ("20:00-08:00", "00:00-08:00,20:00-24:00"),
        ("Mo-Su 20:00-02:00,01:00-03:00", "20:00-03:00"),
        ("Fr 20:00-24:00; Sa 00:00-24:00; Su 00:00-06:00", "Fr 20:00-20:00; Sa 20:00-06:00"),
    ],
)
def test_the_same_hours_in_other_words_are_no_change(before: str, after: str) -> None:
    assert told(hours(before), hours(after)) == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            "Mo-Fr 08:00-18:00; Sa 09:00-12:00",
            "Mo-Fr 08:00-18:00; Sa 10:00-11:00",
            ["Saturday: 09:00–12:00 → 10:00–11:00 (open 2 h a week less)"],
        ),
        (
            "Mo-Sa 08:00-18:00",
            "Mo-Fr 08:00-18:30; Sa off",
            [
                "Monday to Friday: 08:00–18:00 → 08:00–18:30",
                "Saturday: 08:00–18:00 → closed (open 7 h 30 min a week less)",
            ],
        ),
        (
            "Sa 09:00-12:00",
            "Su 09:00-12:00",
            ["Saturday: 09:00–12:00 → closed", "Sunday: closed → 09:00–12:00 (as many hours a week)"],
        ),
        (
            "20:00-08:00",
            "20:00-08:30",
            ["every day: 20:00–08:00 next day → 20:00–08:30 next day (open 3 h 30 min a week more)"],
        ),
        ("Sa,Su 00:00-24:00", "24/7", ["Monday to Friday: closed → all day (open 120 h a week more)"]),
        ("Mo 08:00-09:00; PH off", "Mo 08:00-09:00", ["public holidays: closed → as on the weekday"]),
        (
            "off; PH 08:00-09:00",
            "off; PH 08:00-09:00,10:00-11:00",
            ["public holidays: 08:00–09:00 → 08:00–09:00, 10:00–11:00"],
        ),
        ("Mo 08:00-08:30", "Mo 08:00-08:15", ["Monday: 08:00–08:30 → 08:00–08:15 (open 15 min a week less)"]),
        (
            "20:00-08:00; PH off",
            "00:00-08:00,20:00-24:00; PH off",
            ["nights before and after public holidays: 20:00-08:00; PH off → 00:00-08:00,20:00-24:00; PH off"],
        ),
    ],
)
def test_hours_that_differ_are_told_by_weekday(before: str, after: str, words: list[str]) -> None:
    assert told(hours(before), hours(after)) == words


def test_a_date_is_told_when_its_hours_are_others() -> None:
    before = hours("24/7", {"2026-12-25": "off"})
    after = hours("24/7", {"2026-12-25": "08:00-13:00", "2026-12-26": "00:00-24:00"})
    assert told(before, after) == ["Friday 25 December 2026: closed → 08:00–13:00"]


def test_a_date_that_says_what_holds_anyway_is_no_change() -> None:
    week = "Mo-Fr 08:00-18:00; PH off"
    assert told(hours(week, {"2026-12-25": "off"}), hours(week)) == []


def test_a_night_that_runs_into_a_stated_date_is_told() -> None:
    night, split = hours("20:00-08:00", {"2026-12-25": "off"}), hours("00:00-08:00,20:00-24:00", {"2026-12-25": "off"})
    assert told(night, split) == [
        "nights before and after Friday 25 December 2026: 20:00-08:00 → 00:00-08:00,20:00-24:00"
    ]
    assert told(split, hours("20:00-24:00,00:00-08:00", {"2026-12-25": "off"})) == []

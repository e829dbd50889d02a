"""Opening hours as they are written: which sessions each weekday, holiday and single date has."""

from __future__ import annotations

from datetime import date

import pytest

from dos_router.diagnostics import Malformed
from dos_router.model.opening import ALL_DAY, Span, parse_opening, parse_spans

WEDNESDAY, CHRISTMAS = date(2026, 11, 18), date(2026, 12, 25)


def written(text: str) -> list[str]:
    """Return the sessions of each weekday, Monday first, as files write them."""
    return [",".join(map(str, spans)) or "off" for spans in parse_opening(text).weekdays]


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("08:00-18:30", ["08:00-18:30"] * 7),
        ("Mo-Su 08:00-18:30", ["08:00-18:30"] * 7),
        ("Mo-Fr 08:00-18:30", ["08:00-18:30"] * 5 + ["off"] * 2),
        ("Mo-Fr 08:00-18:30; Sa 09:00-12:00", ["08:00-18:30"] * 5 + ["09:00-12:00", "off"]),
        ("Sa,Su 10:00-16:00", ["off"] * 5 + ["10:00-16:00"] * 2),
        ("Mo,We-Fr 10:00-16:00", ["10:00-16:00", "off"] + ["10:00-16:00"] * 3 + ["off"] * 2),
        ("Fr-Mo 20:00-08:00", ["20:00-08:00", "off", "off", "off"] + ["20:00-08:00"] * 3),  # over the weekend
        ("Tu-Tu 10:00-16:00", ["off", "10:00-16:00"] + ["off"] * 5),
        ("Mo-Su 08:00-18:00; We off", ["08:00-18:00"] * 2 + ["off"] + ["08:00-18:00"] * 4),
        ("We off; Mo-Su 08:00-18:00", ["08:00-18:00"] * 7),  # a later clause replaces an earlier one
        ("off; Mo 08:00-18:00", ["08:00-18:00"] + ["off"] * 6),
        ("off", ["off"] * 7),
        ("Mo off", ["off"] * 7),
        ("Mo 13:00-17:00,08:00-12:00", ["08:00-12:00,13:00-17:00"] + ["off"] * 6),  # told by the clock
        ("Mo 08:00-12:00, 13:00-17:00", ["08:00-12:00,13:00-17:00"] + ["off"] * 6),
        ("  Mo-Fr  08:00-18:30 ;Sa 09:00-12:00 ", ["08:00-18:30"] * 5 + ["09:00-12:00", "off"]),
    ],
)
def test_clauses_state_the_sessions_of_weekdays(text: str, week: list[str]) -> None:
    assert written(text) == week


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("08:00-18:30", Span(480, 1110)),
        ("00:00-24:00", Span(0, 1440)),
        ("00:00-00:00", Span(0, 1440)),
        ("20:00-08:00", Span(1200, 1920)),
        ("20:00-24:00", Span(1200, 1440)),
        ("20:00-00:00", Span(1200, 1440)),
        ("08:00-08:00", Span(480, 1920)),  # an end that is not after its start is the next day's
        ("23:59-00:01", Span(1439, 1441)),
        ("00:00-23:59", Span(0, 1439)),
    ],
)
def test_a_span_is_minutes_after_midnight_of_the_day_it_starts_on(text: str, span: Span) -> None:
    assert parse_spans(text) == (span,)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (Span(480, 1110), "08:00-18:30"),
        (Span(0, 1440), "00:00-24:00"),
        (Span(1200, 1920), "20:00-08:00"),
        (Span(1439, 1441), "23:59-00:01"),
    ],
)
def test_a_span_is_written_back_as_files_have_it(span: Span, text: str) -> None:
    assert f"{span}" == text
    assert parse_spans(text) == (span,)


def test_a_span_given_twice_counts_once() -> None:
    assert parse_spans("08:00-12:00,08:00-12:00") == (Span(480, 720),)


@pytest.mark.parametrize("text", ["24/7", " 24/7 "])
def test_24_7_is_always_open(text: str) -> None:
    opening = parse_opening(text)
    assert opening.always
    assert opening.sessions(WEDNESDAY, is_holiday=False) == (ALL_DAY, "24/7")
    assert opening.sessions(CHRISTMAS, is_holiday=True) == (ALL_DAY, "24/7")


@pytest.mark.parametrize(
    ("text", "dates", "is_holiday", "expected"),
    [
        ("08:00-18:00", {}, False, ("08:00-18:00", "weekday")),
        ("08:00-18:00", {}, True, ("08:00-18:00", "weekday")),  # no PH clause: as on any Friday
        ("08:00-18:00; PH off", {}, True, ("", "PH")),
        ("08:00-18:00; PH off", {}, False, ("08:00-18:00", "weekday")),
        ("PH off; 08:00-18:00", {}, True, ("", "PH")),  # in whatever order they stand
        ("PH 10:00-12:00; PH 10:00-14:00", {}, True, ("10:00-14:00", "PH")),
        ("08:00-18:00; PH off", {CHRISTMAS: "09:00-10:00"}, True, ("09:00-10:00", "date")),
        ("24/7", {CHRISTMAS: "off"}, True, ("", "date")),
        ("24/7", {WEDNESDAY: "off"}, True, ("00:00-24:00", "24/7")),
    ],
)
def test_a_date_goes_before_24_7_which_goes_before_a_holiday_which_goes_before_a_weekday(
    text: str, dates: dict[date, str], is_holiday: bool, expected: tuple[str, str]
) -> None:
    opening = parse_opening(text, {day: parse_spans(spans) for day, spans in dates.items()})
    spans, decided_by = opening.sessions(CHRISTMAS, is_holiday=is_holiday)
    assert (",".join(map(str, spans)), decided_by) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("08:00-18:00;", "is empty"),
        (";;", "is empty"),
        ("24/7; PH off", "stands beside other hours"),
        ("Mo-Fr", "states no hours"),
        ("PH", "states no hours"),
        ("Mo-Fr 8:00-18:00", "is not a span of hours"),
        ("Mo-Fr 08:00-18:60", "is not a span of hours"),
        ("Mo-Fr 08:00-24:01", "is not a span of hours"),
        ("Mo-Fr 24:00-08:00", "is not a span of hours"),
        ("Mo-Fr 08.00-18.00", "is not a span of hours"),
        ("Mo-Fr 08:00", "is not a span of hours"),
        ("Mo-Fr 08:00-12:00,", "is not a span of hours"),
        ("Mo-Fr 08:00-12:00 13:00-17:00", "is not a span of hours"),
        ("Mo-Fr 08:00-18:00 off", "is not a span of hours"),
        ("Mo-Fr closed", "is not a span of hours"),
        ("08:00–18:00", "is not a span of hours"),
        ("٠٨:٠٠-١٨:٠٠", "is not a span of hours"),
        ("Monday 08:00-18:00", "is not a weekday"),
        ("mo 08:00-18:00", "is not a weekday"),
        ("Xx 08:00-18:00", "is not a weekday"),
        ("Mo- 08:00-18:00", "is not a weekday"),
        ("Mo-Tu-We 08:00-18:00", "is not a weekday"),
        ("Sa,PH off", "mixes weekdays with `PH`"),
    ],
)
def test_what_is_not_of_the_form_is_refused(text: str, said: str) -> None:
    with pytest.raises(Malformed, match=said) as refusal:
        parse_opening(text)
    assert refusal.value.rule == "bad-hours"
    assert refusal.value.help


@pytest.mark.parametrize(
    ("text", "cure"),
    [("mo off", "did you mean `Mo`?"), ("Wednesday off", "did you mean `We`?"), ("Xx off", "weekdays are Mo Tu We")],
)
def test_a_weekday_written_otherwise_is_told_its_own_word(text: str, cure: str) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_opening(text)
    assert (refusal.value.help or "").startswith(cure)


def test_hours_as_written_are_kept_but_are_no_part_of_what_they_mean() -> None:
    one, other = parse_opening("Mo-Su 08:00-18:00"), parse_opening(" 08:00-18:00 ")
    assert one == other
    assert (one.written, other.written) == ("Mo-Su 08:00-18:00", "08:00-18:00")

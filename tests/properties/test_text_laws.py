"""What people write is read one way, whatever its case and spacing, or refused with a reason; it never raises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from dice import drawn
from generator import Situation, situations
from hypothesis import given, settings
from hypothesis import strategies as st
from made_hours import DAYS, spans
from plain_hours import moments_showing, wall_of

import dos_router
from dos_router.diagnostics import Malformed
from dos_router.model.ages import days_of, describe_age, parse_age, parse_age_range
from dos_router.model.call import CallText
from dos_router.model.codes import parse_discriminator, parse_disposition, parse_symptom_group
from dos_router.model.moments import iso, local_time, parse_day, parse_moment
from dos_router.model.opening import WEEKDAYS, parse_opening, parse_spans
from dos_router.model.postcodes import is_full, parse_postcode, widening
from dos_router.model.symptoms import parse_symptom

LONDON = ZoneInfo("Europe/London")
READERS: dict[str, tuple[Callable[[str], object], tuple[str, ...]]] = {
    "age": (parse_age, ("34", "34y", "7m", "12 d")),
    "age range": (parse_age_range, ("0-15", "3m-4y", "16+")),
    "postcode": (parse_postcode, ("CT9 4AN", "ct94an", "CT9 4", "W1A")),
    "disposition": (parse_disposition, ("Dx05", "dx011")),
    "symptom group": (parse_symptom_group, ("SG1107", "1107")),
    "discriminator": (parse_discriminator, ("SD4052", "4052")),
    "symptom": (parse_symptom, ("SG1107/SD4052", "SG1119/*", "*")),
    "hours": (parse_opening, ("24/7", "Mo-Fr 08:00-18:30; Sa,Su 20:00-02:00; PH off")),
    "spans": (parse_spans, ("off", "08:00-12:00,13:00-24:00")),
    "moment": (
        lambda text: parse_moment(text, LONDON),
        ("2026-11-21T20:00", "2026-10-25 01:30:00+01:00", "2026-11-21T20:00Z"),
    ),
    "day": (parse_day, ("2026-12-25", "2028-02-29")),
}
ALPHABET = "0159 -+:;,/*.TZydmxgsCT\t\n²٣\u200b\u00a0"


@st.composite
def texts_near(draw: st.DrawFn, examples: tuple[str, ...]) -> str:
    """Draw a text that is right but for a character or two, or quite another text."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.text(max_size=12))
    text = draw(st.sampled_from(examples))
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from(("", *ALPHABET))) + text[place + draw(st.integers(0, 1)) :]
    return text


@pytest.mark.parametrize("name", READERS)
@given(st.data())
def test_any_text_is_read_or_refused_with_a_reason_and_a_cure(name: str, data: st.DataObject) -> None:
    read, examples = READERS[name]
    text = data.draw(texts_near(examples))
    refusal = refusal_of(read, text)
    if refusal is not None:
        assert refusal.message
        assert refusal.message[0] in "`0123456789" or refusal.message[0].islower()
        assert not refusal.message.endswith(".")
        assert refusal.rule != "malformed"


def refusal_of(read: Callable[[str], object], text: str) -> Malformed | None:
    """Return why a text is refused, None where it is read."""
    try:
        read(text)
    except Malformed as refusal:
        return refusal
    return None


@given(st.integers(0, 129), st.sampled_from("ymd"))
def test_an_age_is_its_whole_days_rounded_down(count: int, unit: str) -> None:
    days = {"y": Fraction("365.25"), "m": Fraction("30.4375"), "d": Fraction(1)}[unit]
    assert parse_age(f"{count}{unit}") == parse_age(f" {count} {unit.upper()} ") == int(count * days)
    assert unit != "y" or parse_age(f"{count}") == parse_age(f"{count}y")


@given(st.integers(0, 128), st.integers(0, 128), st.sampled_from("ymd"))
def test_ranges_that_follow_each_other_leave_no_day_out_and_none_twice(first: int, more: int, unit: str) -> None:
    one = parse_age_range(f"{first}{unit}-{first + more}{unit}")
    after = parse_age_range(f"{first + more + 1}{unit}+")
    assert one.high is not None
    assert after.low == one.high + 1
    assert one.contains(days_of(first, unit))
    assert one.contains(after.low - 1)
    assert not one.contains(after.low)
    assert not after.contains(one.high)


@given(st.integers(0, 47_481))
def test_an_age_in_words_names_the_birthday_that_was_last(days: int) -> None:
    count, unit = describe_age(days).split()
    assert days_of(int(count), unit[0]) <= days < days_of(int(count) + 1, unit[0])


OUTWARDS = st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]?", fullmatch=True)
INWARDS = st.from_regex(r"[0-9][A-Z]{2}", fullmatch=True)


@given(OUTWARDS, INWARDS, st.integers(0, 6), st.booleans())
def test_a_postcode_is_the_same_in_any_case_and_spacing(outward: str, inward: str, place: int, is_lower: bool) -> None:
    written = outward + inward
    written = f" {written[:place]} {written[place:]} "
    read = parse_postcode(written.lower() if is_lower else written)
    assert read == f"{outward} {inward}" == parse_postcode(read)
    assert is_full(read)
    assert list(widening(read)) == [("postcode", read), ("sector", read[:-2]), ("district", outward)]


@given(OUTWARDS, st.integers(0, 9))
def test_a_sector_and_a_district_stay_what_they_are(outward: str, sector: int) -> None:
    assert parse_postcode(outward.lower()) == outward
    assert parse_postcode(f"{outward.lower()}  {sector}") == f"{outward} {sector}"
    assert list(widening(f"{outward} {sector}")) == [("sector", f"{outward} {sector}"), ("district", outward)]
    assert not is_full(f"{outward} {sector}")


@given(st.from_regex(r"[0-9]{1,6}", fullmatch=True), st.sampled_from(("Dx", "dx", "DX", " dX")))
def test_the_zeros_of_a_disposition_stay(digits: str, letters: str) -> None:
    assert parse_disposition(f"{letters}{digits}") == f"Dx{digits}"


@given(st.integers(1, 9_999_999))
def test_a_symptom_code_is_the_same_with_and_without_its_letters(number: int) -> None:
    assert parse_symptom_group(f"{number}") == parse_symptom_group(f"sg{number}") == f"SG{number}"
    assert parse_discriminator(f"{number}") == parse_discriminator(f"Sd{number}") == f"SD{number}"
    assert parse_symptom(f"{number}/{number}") == (f"SG{number}", f"SD{number}")


@given(st.integers(600_000, 120_000_000))
def test_i15_a_moment_is_read_back_from_any_way_of_writing_it(minute: int) -> None:
    local = local_time(minute, LONDON)
    assert parse_moment(iso(minute, LONDON), LONDON) == minute
    assert parse_moment(f"{local.astimezone(UTC):%Y-%m-%d %H:%M:59Z}", LONDON) == minute
    assert parse_moment(f"{local:%Y-%m-%dT%H:%M}", LONDON, repeated_hour=("first", "second")[local.fold]) == minute


@given(
    st.sampled_from((date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31))),
    st.integers(0, 1439),
)
@settings(max_examples=settings.default.max_examples * 2)
def test_a_local_time_on_a_change_night_is_read_only_if_it_comes_just_once(day: date, minute: int) -> None:
    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    shown = moments_showing((day - date(1970, 1, 1)).days * 1440 + minute, LONDON)
    assert all(wall_of(moment, LONDON) % 1440 == minute for moment in shown)
    text = f"{local:%Y-%m-%dT%H:%M}"
    if len(shown) == 1:
        assert parse_moment(text, LONDON) == shown[0]
    else:
        with pytest.raises(Malformed) as refusal:
            parse_moment(text, LONDON)
        assert refusal.value.rule == ("time-repeated" if shown else "time-skipped")


@st.composite
def weeks(draw: st.DrawFn) -> list[str]:
    """Draw the sessions of each day of a week, as text."""
    dice = drawn(draw)
    return [spans(dice) for _ in WEEKDAYS]


@given(weeks())
def test_hours_written_day_by_day_are_read_day_by_day(week: list[str]) -> None:
    read = parse_opening("; ".join(f"{day} {text}" for day, text in zip(WEEKDAYS, week, strict=True)))
    assert read.weekdays == tuple(parse_spans(text) for text in week)
    written = [",".join(map(str, day)) or "off" for day in read.weekdays]
    assert (
        parse_opening("; ".join(f"{day} {text}" for day, text in zip(WEEKDAYS, written, strict=True))).weekdays
        == read.weekdays
    )


@given(weeks(), st.sampled_from(DAYS))
def test_a_later_clause_replaces_an_earlier_one_on_the_days_that_it_names(week: list[str], days: str) -> None:
    earlier, later = week[0], week[1]
    alone, both = parse_opening(f"{days}{later}"), parse_opening(f"{earlier}; {days}{later}")
    named = parse_opening(f"off; {days}00:00-24:00").weekdays
    for number, is_named in enumerate(named):
        assert both.weekdays[number] == (alone.weekdays[number] if is_named else parse_spans(earlier))


FIELDS = [field.name for field in fields(CallText) if field.name != "force_distance"]
ANY_TEXT = st.one_of(
    st.text(max_size=12), st.sampled_from(("", " ", "0", "-1", "1e9", "99.5", "second", "online", "51.4", "Dx5"))
)


@pytest.mark.parametrize("name", FIELDS)
@given(situations(), ANY_TEXT)
@settings(max_examples=settings.default.max_examples // 10)
def test_any_text_in_any_field_of_a_call_is_answered_or_refused(name: str, situation: Situation, text: str) -> None:
    several = name in {"symptom_discriminators", "previous_calls"}
    asked = situation.asking(**{name: (text,) if several else text})
    found = dos_router.route(asked.call, asked.directory, asked.plans)
    assert (found.answer is None) == bool(found.problems)
    assert all(problem.location and problem.location.file.startswith("--") for problem in found.problems)

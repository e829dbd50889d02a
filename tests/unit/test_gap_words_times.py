"""Times in words: what is told is read back minute by minute, by a reader that shares no code with the teller."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dos_router.analysis.gaps_told.days import Days
from dos_router.analysis.gaps_told.intervals import length, shared, united, within, without
from dos_router.analysis.gaps_told.times import tell_times, times_words
from dos_router.analysis.gaps_told.times_told import Times
from dos_router.model.moments import parse_moment
from dos_router.model.opening import parse_opening, parse_spans
from dos_router.routing.calendar import Calendar

ZONE = ZoneInfo("Europe/London")
HOLIDAYS = {
    date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day (substitute)", date(2027, 1, 1): "New Year",
    date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter Monday",
}  # fmt: skip
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HORIZONS = {
    "christmas": ("2026-12-07T00:00", "2027-01-11T00:00"),
    "spring": ("2027-03-15T00:00", "2027-04-05T00:00"),  # clocks go forward on 28 March, after Good Friday
    "autumn": ("2026-10-12T09:00", "2026-11-05T13:20"),  # clocks go back on 25 October; half days at both ends
    "week": ("2026-11-21T00:00", "2026-11-28T00:00"),
}


@cache
def horizon(name: str) -> Days:
    start, end = (parse_moment(text, ZONE) for text in HORIZONS[name])
    return Days(ZONE, frozenset(HOLIDAYS), start, end)


# the reader: words → the set of UTC minutes that they say

DATE = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2} \d{4}"
CLOCK = r"\d\d:\d\d(?:[+-]\d\d:\d\d)?"
DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
ITEM = re.compile(
    rf"(?P<spell>(?P<from>{DATE}|{DAY}) (?P<at>{CLOCK}) – (?P<to>{DATE}|{DAY}) (?P<until>{CLOCK}))"
    rf"|(?P<whole>(?P<first>{DATE}) – (?P<last>{DATE}) all day)"
    rf"|(?P<span>(?P<start>\d\d:\d\d)–(?P<end>\d\d:\d\d)|all day)"
    rf"|(?P<class>bank holidays|days before bank holidays|days after bank holidays)"
    rf"|(?P<date>{DATE})|(?P<run>(?P<a>{DAY})–(?P<z>{DAY}))|(?P<day>{DAY})|(?P<every>every day)|(?P<joint>, | and | )"
)


def read(words: str, days: Days) -> set[int]:
    """Return the minutes of the horizon that the words say."""
    main, _, also = words.partition("; also ")
    told, _, but = main.partition(", but not ")
    minutes = set(range(days.start, days.end)) if told == "at all times" else minutes_of(told, days)
    return ((minutes - minutes_of(but, days)) | minutes_of(also, days)) & set(range(days.start, days.end))


def minutes_of(text: str, days: Days) -> set[int]:
    """Return the minutes of a list of items; a list of days takes the spans that follow it."""
    found: set[int] = set()
    owners: list[date] = []
    spanned = True
    for match in items(text):
        kind = match.lastgroup
        if match["spell"]:
            found |= spell(match, days)
        elif match["whole"]:
            last = parsed(match["last"])
            found |= {minute for day in known(days) if parsed(match["first"]) <= day <= last for minute in day_of(day)}
        elif match["span"]:
            for owner in owners:
                found |= span(owner, match)
            spanned = True
        else:
            assert kind is not None
            if spanned:
                owners, spanned = [], False
            owners += list(days_named(match, days))
            if match["class"] and not re.match(r" \d\d:\d\d–", text[match.end() :]):
                for owner in owners:
                    found |= set(day_of(owner))
                owners, spanned = [], True
    assert spanned, f"days without a time in {text!r}"
    return found


def items(text: str) -> Iterator[re.Match[str]]:
    place = 0
    while text != "never" and place < len(text):
        match = ITEM.match(text, place)
        assert match, f"cannot read {text[place:]!r}"
        place = match.end()
        if not match["joint"]:
            yield match


def days_named(match: re.Match[str], days: Days) -> Iterator[date]:
    if match["date"]:
        yield parsed(match["date"])
        return
    steps = {"bank holidays": 0, "days before bank holidays": -1, "days after bank holidays": 1}
    for day in known(days):
        if match["class"]:
            named = day - timedelta(days=steps[match["class"]]) in HOLIDAYS
        elif match["run"]:
            first, last = NAMES.index(match["a"]), NAMES.index(match["z"])
            named = (day.weekday() - first) % 7 <= (last - first) % 7
        else:
            named = bool(match["every"]) or NAMES[day.weekday()] == match["day"]
        if named:
            yield day


def spell(match: re.Match[str], days: Days) -> set[int]:
    """Return the minutes from one moment to another, of dates or of weekdays (the next of that name)."""
    if " " in match["from"]:
        begin = moment(parsed(match["from"]), match["at"], closing=False)
        return set(range(begin, moment(parsed(match["to"]), match["until"], closing=True)))
    found: set[int] = set()
    for day in known(days):
        if NAMES[day.weekday()] == match["from"]:
            ahead = (NAMES.index(match["to"]) - day.weekday()) % 7
            ahead = ahead if ahead or match["until"] > match["at"] else 7
            end = moment(day + timedelta(days=ahead), match["until"], closing=True)
            found |= set(range(moment(day, match["at"], closing=False), end))
    return found


def span(owner: date, match: re.Match[str]) -> set[int]:
    if match["span"] == "all day":
        return set(day_of(owner))
    overnight = match["end"] <= match["start"]
    last = owner + timedelta(days=1) if overnight else owner
    return set(range(moment(owner, match["start"], closing=False), moment(last, match["end"], closing=True)))


def day_of(day: date) -> range:
    return range(moment(day, "00:00", closing=False), moment(day, "24:00", closing=True))


def known(days: Days) -> list[date]:
    first = datetime.fromtimestamp(days.start * 60, ZONE).date() - timedelta(days=8)
    return [first + timedelta(days=day) for day in range((days.end - days.start) // 1440 + 18)]


def parsed(text: str) -> date:
    day = datetime.strptime(text, "%a %d %b %Y").replace(tzinfo=UTC).date()
    assert NAMES[day.weekday()] == text[:3]
    return day


@cache
def moment(day: date, clock: str, *, closing: bool) -> int:
    """Return a clock time of a day in UTC minutes: the first minute that shows it or later; a close, the last."""
    if clock[5:]:
        return int(datetime.fromisoformat(f"{day}T{clock}").timestamp()) // 60
    hours, minutes = (int(part) for part in clock.split(":"))
    wanted = datetime(day.year, day.month, day.day) + timedelta(hours=hours, minutes=minutes)  # noqa: DTZ001
    near = int(wanted.replace(tzinfo=UTC).timestamp()) // 60
    shown = {at: datetime.fromtimestamp(at * 60, ZONE).replace(tzinfo=None) for at in range(near - 130, near + 70)}
    same = [at for at, local in shown.items() if local == wanted]
    if same:
        return same[-1] if closing else same[0]
    return min(at for at, local in shown.items() if local > wanted)


# what the generator makes: weekly hours with holidays and dates, some minutes of their own, seen through a window

spans = st.tuples(st.sampled_from(range(0, 1440, 30)), st.sampled_from([1, 30, 60, 240, 480, 720, 1080, 1440])).map(
    lambda pair: f"{pair[0] // 60:02}:{pair[0] % 60:02}-{(sum(pair) % 1440) // 60:02}:{sum(pair) % 60:02}"
)
day_sets = st.sampled_from(["Mo-Fr", "Mo-Su", "Sa,Su", "Su", "Mo,We,Fr", "Tu-Th", "PH", "PH", "Sa"])
clauses = st.tuples(day_sets, st.one_of(st.just("off"), spans)).map(" ".join)
written = st.lists(clauses, min_size=1, max_size=4).map("; ".join)


@st.composite
def some_times(draw: st.DrawFn, days: Days) -> tuple[tuple[int, int], ...]:
    """Return when a service of random hours can be called upon, or cannot, with a little added and taken."""
    dated = draw(
        st.dictionaries(st.sampled_from([*HOLIDAYS, date(2026, 12, 24), date(2026, 10, 25)]), spans, max_size=2)
    )
    opening = parse_opening(draw(written), {day: parse_spans(text) for day, text in dated.items()})
    before, after = draw(st.sampled_from([(0, 0), (60, 30), (300, 30), (1380, 30)]))
    open_spells = Calendar(ZONE, HOLIDAYS).spells(opening, days.start - 3000, days.end + 3000)
    times = united((one.open - before, one.close - after + 1) for one in open_spells)
    times = without(((days.start, days.end),), times) if draw(st.booleans()) else within(times, days.start, days.end)
    minutes = st.integers(days.start, days.end - 1)
    extra = draw(st.lists(st.tuples(minutes, st.integers(1, 3000)), max_size=2))
    less = draw(st.lists(st.tuples(minutes, st.integers(1, 3000)), max_size=2))
    taken = without(times, united((start, start + size) for start, size in less))
    return within(united(taken, ((start, start + size) for start, size in extra)), days.start, days.end)


SEEN: Counter[str] = Counter()


@pytest.mark.parametrize("name", HORIZONS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_words_say_exactly_the_times(name: str, data: st.DataObject) -> None:
    days = horizon(name)
    times = data.draw(some_times(days))
    words = times_words(times, days)
    assert read(words, days) == {minute for start, end in times for minute in range(start, end)}
    told = tell_times(times, days)
    assert told.intervals(days) == times
    assert times_words(told.intervals(days), days) == words
    SEEN.update(
        part
        for part, is_there in {
            "weekly": told.weekly, "holidays": told.on_classes, "but": told.but_weekly,
            "but holidays": told.but_on_classes, "but dates": told.but_dated, "also": told.also,
            "always but": told.always and told.but_weekly, "never": not times,
            "only dates": told == Times(also=told.also), "offset": re.search(r"\d\d:\d\d[+-]\d\d", words),
            "over days": " – " in words, "overnight": overnight(words),
        }.items()
        if is_there
    )  # fmt: skip


def overnight(words: str) -> bool:
    return any(end <= start for start, end in re.findall(r"(\d\d:\d\d)–(\d\d:\d\d)", words))


def test_the_dice_reached_every_way_of_saying_times() -> None:
    ways = {
        "weekly", "holidays", "but", "but holidays", "but dates", "also", "always but", "never", "only dates",
        "over days", "overnight",
    }  # fmt: skip
    for name in [*HORIZONS] * 3:  # the dice fall otherwise each time: three rounds reach the rarest with room to spare
        if not set(SEEN) >= ways:
            test_the_words_say_exactly_the_times(name=name)
    assert set(SEEN) >= ways  # the hour that comes twice, which is rare, has a test of its own


def gap_of(hours: str, name: str, dates: dict[date, str] | None = None, frame: int = 60) -> str:
    """Return in words when a service of these hours cannot be called upon, at an hour's notice."""
    days = horizon(name)
    opening = parse_opening(hours, {day: parse_spans(text) for day, text in (dates or {}).items()})
    spells = Calendar(ZONE, HOLIDAYS).spells(opening, days.start - 5000, days.end + 5000)
    good = united((one.open - frame, one.close - 29) for one in spells)
    return times_words(without(((days.start, days.end),), good), days)


@pytest.mark.parametrize(
    ("hours", "horizon_name", "said"),
    [
        ("24/7", "christmas", "never"),
        ("PH off", "christmas", "at all times"),
        ("Mo-Su 08:00-22:00", "christmas", "every day 21:31–07:00"),
        ("Mo-Fr 09:00-18:00; PH off", "christmas", "Mon–Thu 17:31–08:00, Fri 17:31 – Mon 08:00 and bank holidays"),
        ("Mo-Fr 09:00-18:00", "spring", "at all times, but not Mon–Fri 08:00–17:31"),
        ("Mo-Fr 00:00-24:00", "christmas", "Fri 23:31 – Sun 23:00"),
        ("Sa,Su 10:00-16:00", "week", "Sat 15:31–09:00 and Sun 15:31 – Sat 09:00"),
        ("Mo-Su 08:00-20:00; PH 10:00-16:00", "christmas",
         "every day 19:31–07:00 and bank holidays 00:00–09:00 and 15:31–24:00"),
    ],
)  # fmt: skip
def test_it_reads_as_people_say_it(hours: str, horizon_name: str, said: str) -> None:
    assert gap_of(hours, horizon_name) == said


def test_single_dates_are_named() -> None:
    said = gap_of("Mo-Fr 09:00-18:00; PH off", "christmas", {date(2026, 12, 24): "09:00-13:00"})
    assert said == ("Mon–Thu 17:31–08:00, Fri 17:31 – Mon 08:00 and bank holidays; also Thu 24 Dec 2026 12:31–17:31")


def test_whole_days_and_the_hour_that_comes_twice_are_told_apart() -> None:
    days = horizon("autumn")
    sunday = parse_moment("2026-10-25T00:00", ZONE)
    assert times_words([(sunday, sunday + 25 * 60)], days) == "Sun 25 Oct 2026 all day"
    assert times_words([(sunday, sunday + 49 * 60)], days) == "Sun 25 Oct 2026 – Mon 26 Oct 2026 all day"
    first, second = sunday + 90, sunday + 150  # 01:30 by either clock
    assert times_words([(first, second)], days) == "Sun 25 Oct 2026 01:30+01:00 – Sun 25 Oct 2026 01:30+00:00"


def test_a_horizon_shorter_than_a_day_has_no_week() -> None:
    start = parse_moment("2026-11-21T09:00", ZONE)
    days = Days(ZONE, frozenset(), start, start + 300)
    assert times_words([(start + 60, start + 120)], days) == "Sat 21 Nov 2026 10:00–11:00"
    assert times_words([(start - 60, start + 500)], days) == "at all times"


# sets of minutes

pieces = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda one: (one[0], sum(one))), max_size=6)


def minutes(times: object) -> set[int]:
    return {minute for start, end in times for minute in range(start, end)}  # type: ignore[attr-defined]


@given(pieces, pieces)
def test_intervals_are_sets_of_minutes(these: list[tuple[int, int]], those: list[tuple[int, int]]) -> None:
    one, other = united(these), united(those)
    assert minutes(united(these, those)) == minutes(these) | minutes(those)
    assert minutes(without(one, other)) == minutes(one) - minutes(other)
    assert minutes(shared(one, other)) == minutes(one) & minutes(other)
    assert minutes(within(one, 5, 20)) == minutes(one) & set(range(5, 20))
    assert length(one) == len(minutes(one))
    for found in (one, without(one, other), shared(one, other), within(one, 5, 20)):
        assert all(start < end for start, end in found)
    assert all(before[1] < after[0] for before, after in pairwise(one))

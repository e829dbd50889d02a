"""Hours as people write them: each form is understood in one way, or refused with what may have been meant."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from import_kit import DATA, needs_data

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.day_hours import read_day
from dos_router.interchange.lists.week_hours import opening_text, read_week
from dos_router.model.opening import parse_opening

UNDERSTOOD = [
    ("09:00-18:00", "09:00-18:00"),
    ("09:00-13:00,14:00-17:30", "09:00-13:00,14:00-17:30"),
    ("09:00-13:00; 14:00-18:00", "09:00-13:00,14:00-18:00"),
    ("09:00-13:00 14:00-18:00", "09:00-13:00,14:00-18:00"),
    ("09:00-12:00/13:00-17:00", "09:00-12:00,13:00-17:00"),
    ("9.00am - 1pm & 2pm-6pm", "09:00-13:00,14:00-18:00"),
    ("9am to 1pm and 2pm until 5.30pm", "09:00-13:00,14:00-17:30"),
    ("09:00-18.30", "09:00-18:30"),
    ("09:00-1700", "09:00-17:00"),
    ("09:00:00-17:30:00", "09:00-17:30"),
    ("9:00–17:30", "09:00-17:30"),
    ("12am-1am", "00:00-01:00"),
    ("12 noon-midnight", "12:00-24:00"),
    ("08:00-00:00", "08:00-24:00"),
    ("00:00-24:00", "00:00-24:00"),
    ("24 Hours", "00:00-24:00"),
    ("18:30-08:00", "18:30-08:00"),
    ("09:00-13:30,13:30-18:00", "09:00-13:30,13:30-18:00"),
    ("9am-12:30", "09:00-12:30"),
    ("9am-17:30", "09:00-17:30"),
    ("6pm-08:00", "18:00-08:00"),
    ("9am-noon", "09:00-12:00"),
    ("CLOSED", ""),
    ("Closed ", ""),
    ("off", ""),
]
REFUSED = [
    ("", "no-hours", "say `CLOSED` where that is meant"),
    ("09:00,18:00", "bad-hours", "did you mean `09:00-18:00`?"),
    ("09:00-13:00:14:00-18:00", "bad-hours", "did you mean `09:00-13:00,14:00-18:00`?"),
    ("09:00-13:00-14:00-18:00", "bad-hours", "did you mean `09:00-13:00,14:00-18:00`?"),
    ("11:00-13:30,14-30-16:00", "bad-hours", "did you mean `11:00-13:30,14:30-16:00`?"),
    ("09:00-18:00 (by appointment)", "bad-hours", "did you mean `09:00-18:00`?"),
    ("09:00-05:30", "bad-hours", "is the end in the afternoon?"),
    ("16:59-08:00", "bad-hours", "is the end in the afternoon?"),
    ("9:00-1:00", "bad-hours", "write `01:00` or `13:00`"),
    ("2:00-5:30", "bad-hours", "write `01:00` or `13:00`"),
    ("00:00-00:00", "bad-hours", None),
    ("10:00-10:00", "bad-hours", None),
    ("10:00-12:00,09:00-10:00", "bad-hours", "write them one after the other"),
    ("09:00-12:00,11:00-13:00", "bad-hours", "write them one after the other"),
    ("9-5", "bad-hours", None),
    ("9am-5", "bad-hours", None),
    ("6pm-8:00", "bad-hours", "write `am` or `pm` of both, or neither"),
    ("6.30pm-10.30", "bad-hours", "write `am` or `pm` of both, or neither"),
    ("10pm-12:30", "bad-hours", "write `am` or `pm` of both, or neither"),
    ("8:00-6pm", "bad-hours", "write `am` or `pm` of both, or neither"),
    ("25:00-26:00", "bad-hours", None),
    ("09:00-24:30", "bad-hours", None),
    ("09:00-17:60", "bad-hours", None),
    ("13pm-5pm", "bad-hours", None),
    ("0am-5pm", "bad-hours", None),
    ("09:00-18:00,", "bad-hours", None),
    ("09:0018:00", "bad-hours", None),
    ("by appointment", "bad-hours", None),
    ("n/a", "bad-hours", None),
    ("-", "bad-hours", None),
]


@pytest.mark.parametrize(("text", "meant"), UNDERSTOOD)
def test_a_day_is_understood(text: str, meant: str) -> None:
    assert ",".join(map(str, read_day(text))) == meant


@pytest.mark.parametrize(("text", "rule", "cure"), REFUSED)
def test_a_day_with_no_one_meaning_is_refused(text: str, rule: str, cure: str | None) -> None:
    with pytest.raises(Malformed) as refused:
        read_day(text)
    assert refused.value.rule == rule
    assert cure is None or refused.value.help == cure


PLAIN = re.compile(r"(\d\d):?(\d\d)[-](\d\d)[:.]?(\d\d)")
ODD = {
    "",
    "09:00,18:00",
    "09:00-13:00:14:00-18:00",
    "09:00-13:00-14:00-18:00",
    "11:00-13:30,14-30-16:00",
}


def read_otherwise(text: str) -> list[tuple[int, int]]:
    """Read the strings of the published list by cutting them up at what stands between spans."""
    spans = []
    for part in re.split(r"[;, ]+", text):
        hours = [int(group) for group in PLAIN.fullmatch(part).groups()]  # type: ignore[union-attr]
        end = hours[2] * 60 + hours[3]
        spans.append((hours[0] * 60 + hours[1], end or 1440))
    return spans


@needs_data
def test_each_of_the_distinct_strings_is_understood_as_an_independent_reading_has_it_or_refused() -> None:
    with (DATA / "services/pharmacy_hours_strings.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["value"] for row in csv.DictReader(file)]
    refused = set()
    for text in texts:
        try:
            spans = read_day(text)
        except Malformed:
            refused.add(text)
        else:
            assert [tuple(span) for span in spans] == ([] if text == "CLOSED" else read_otherwise(text)), text
    assert (len(texts), refused) == (870, ODD)


WEEKS = [
    ("Mo-Fr 09:00-18:00; PH off", "Mo-Fr 09:00-18:00; PH off"),
    ("24/7", "24/7"),
    ("Mon-Fri 9am-5.30pm, Sat 9am-1pm, Sun closed", "Mo-Fr 09:00-17:30; Sa 09:00-13:00"),
    ("Monday to Friday: 09:00 - 17:30; Saturday & Sunday closed; Bank Holidays closed", "Mo-Fr 09:00-17:30; PH off"),
    ("weekdays 0900-1700 weekends closed", "Mo-Fr 09:00-17:00"),
    ("Daily 8am-8pm", "Mo-Su 08:00-20:00"),
    ("Fri-Mon 10am-4pm, Tue-Thu closed", "Mo,Fr-Su 10:00-16:00"),
    ("every day 00:00-24:00", "24/7"),
    ("Mon, Tue closed; Wed-Sun 10:00-16:00; public holidays 10:00-12:00", "We-Su 10:00-16:00; PH 10:00-12:00"),
    ("Mon 9am-1pm Tue 9am-1pm Wed closed Thu 9am-1pm Fri 9am-1pm Sat closed Sun closed", "Mo,Tu,Th,Fr 09:00-13:00"),
]


@pytest.mark.parametrize(("text", "opening"), WEEKS)
def test_a_week_is_understood(text: str, opening: str) -> None:
    assert opening_text(*read_week(text)) == opening
    assert parse_opening(opening)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mon-Fri 9am-5pm", "do not speak of saturday"),
        ("Mon-Fri 9am-5pm, Fri 9am-1pm, weekends closed", "speak of one day twice"),
        ("Fri-Mon 10am-4pm, Tue-Sat closed", "speak of one day twice"),
        ("Mon-Fri 9-5, weekends closed", "are not clear"),
        ("ring us", "are not clear"),
        ("open Mon-Sun 9am-5pm", "are not clear"),
        ("Mon", "blank"),
    ],
)
def test_a_week_that_says_too_little_or_too_much_is_refused(text: str, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        read_week(text)


def test_a_week_without_a_single_open_day_says_so() -> None:
    assert opening_text(((),) * 7, ()) == "off; PH off"
    assert opening_text(((),) * 7, None) == "off"

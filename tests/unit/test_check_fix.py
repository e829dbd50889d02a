"""`check --fix`: what it mends, what it leaves byte for byte, and that the meaning stays."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from dos_router.checks.fix import FIXABLE, edits_of, mended
from dos_router.checks.fix_order import untidy_records
from dos_router.checks.fix_text import Written
from dos_router.checks.fix_values import tidy_hours, tidy_phone, tidy_postcode
from dos_router.diagnostics import Location
from dos_router.loading.shapes.services import ServiceShape
from dos_router.loading.text_tree import parse_tree

HERE = Location("file")


def fixed(text: str, *rules: str) -> str:
    """Return a text as `--fix` leaves it, all rules wanted where none is named."""
    after = mended(text.encode(), lambda rule, _: not rules or rule in rules)
    return after.data.decode() if after else text


def value(text: str) -> Any:
    tree, problems = parse_tree(text, HERE)
    assert tree, problems
    return tree.value


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("ct9 4an", "CT9 4AN"), ("CT94AN", "CT9 4AN"), ("CT9  4AN", "CT9 4AN"), ("w1a1aa", "W1A 1AA"),
        ("CT9 4AN", "CT9 4AN"), ("ct9", "ct9"), ("CT9 4", "CT9 4"), ("CT94", "CT94"), ("the pier", "the pier"),
    ],
)  # fmt: skip
def test_a_full_postcode_gets_its_space_and_capitals(written: str, tidy: str) -> None:
    assert tidy_postcode(written) == tidy


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("01843225544", "01843 225544"), ("(01843) 225544", "01843 225544"), ("01843-225544", "01843 225544"),
        ("+44 1843 225544", "01843 225544"), ("+44 (0)1843 225544", "01843 225544"), ("02079460000", "020 7946 0000"),
        ("01213031111", "0121 303 1111"), ("01132432799", "0113 243 2799"), ("03001231234", "0300 123 1234"),
        ("08001111", "08001111"), ("0800111222", "0800 111222"), ("07700900123", "07700 900123"),
        ("0300 123 1234", "0300 123 1234"), ("01843 22 55 44", "01843 22 55 44"), ("111", "111"), ("999", "999"),
        ("0044 1843 225544", "0044 1843 225544"), ("+33 1 23 45 67 89", "+33 1 23 45 67 89"), ("01843225", "01843225"),
        ("01843 225544 option 2", "01843 225544 option 2"), ("18432255440", "18432255440"), ("+441843", "+441843"),
    ],
)  # fmt: skip
def test_a_number_gets_its_groups_and_keeps_its_digits(written: str, tidy: str) -> None:
    assert tidy_phone(written) == tidy


NUMBERS = st.from_regex(r"(\+44 ?(\(0\))?|\(?0)[1-9][0-9]{3}[ )-]?[0-9]{3}-?[0-9]{2,3}", fullmatch=True)


@given(NUMBERS | st.from_regex(r"\+?[0-9 ().-]{3,20}", fullmatch=True))
def test_no_digit_of_a_number_is_changed(written: str) -> None:
    tidy = tidy_phone(written)
    event("changed" if tidy != written else "left")
    digits = re.sub(r"\D", "", written)
    bare = digits.removeprefix("44").removeprefix("0") if written.startswith("+") and tidy != written else digits
    assert re.sub(r"\D", "", tidy).removeprefix("0") == bare.removeprefix("0")
    assert tidy_phone(tidy) == tidy


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("Mo-Su 08:00-23:59", "Mo-Su 08:00-24:00"),
        ("00:00-12:00,13:00-23:59; PH 00:00-23:59", "00:00-12:00,13:00-24:00; PH 00:00-24:00"),
        ("23:59-06:00", "23:59-06:00"),
        ("08:00-22:59", "08:00-22:59"),
        ("off", "off"),
    ],
)
def test_the_end_of_a_span_is_midnight(written: str, tidy: str) -> None:
    assert tidy_hours(written) == tidy


SERVICE = """\
provider: {name: One}   # who
services:
  # the first
  - name: "Shore"   # said so
    id: shore
    # the number of the desk
    phone: '(01843)225544'
                       # answered by day
    type: pharmacy
    location: {postcode: ct94an}  \n\
    opening: >-
      Mo-Fr 08:00-23:59;
      Sa 09:00-12:00  \n\

    dates:
      2026-12-25: 10:00-23:59  # Christmas
      2026-12-26: off

  - {id: hills, name: Hills, type: pharmacy, opening: 24/7, professional_phone: 02079460000}
"""
MENDED = """\
provider: {name: One}   # who
services:
  # the first
  - id: shore
    name: "Shore"   # said so
    type: pharmacy
    location: {postcode: CT9 4AN}
    # the number of the desk
    phone: '01843 225544'
                       # answered by day
    opening: >-
      Mo-Fr 08:00-24:00;
      Sa 09:00-12:00  \n\

    dates:
      2026-12-25: 10:00-24:00  # Christmas
      2026-12-26: off

  - {id: hills, name: Hills, type: pharmacy, opening: 24/7, professional_phone: 020 7946 0000}
"""


def test_a_whole_file_keeps_its_remarks_and_layout() -> None:
    assert fixed(SERVICE) == MENDED
    assert fixed(MENDED) == MENDED
    counts = mended(SERVICE.encode(), lambda *_: True)
    assert counts
    assert counts.counts == {
        "midnight-as-23-59": 2, "untidy-postcode": 1, "untidy-phone": 2, "key-order": 1, "trailing-space": 1,
    }  # fmt: skip
    assert set(counts.counts) == set(FIXABLE)


@pytest.mark.parametrize("rule", FIXABLE)
def test_only_what_is_wanted_is_mended(rule: str) -> None:
    one = mended(SERVICE.encode(), lambda each, _: each == rule)
    assert one
    assert set(one.counts) == {rule}
    assert mended(one.data, lambda each, _: each == rule) is None
    line = next(edit.line for edit in edits_of(Written(SERVICE)) if edit.rule != rule)
    assert mended(SERVICE.encode(), lambda each, at: each == rule and at == line) is None or rule == "key-order"


def test_line_ends_byte_order_mark_and_a_last_line_without_one_stay() -> None:
    crlf = SERVICE.replace("\n", "\r\n")
    assert fixed(crlf) == MENDED.replace("\n", "\r\n")
    whole = mended(b"\xef\xbb\xbf" + SERVICE.encode(), lambda *_: True)
    assert whole
    assert whole.data == b"\xef\xbb\xbf" + MENDED.encode()
    for ends in ("\n", "\r\n"):
        unended = ends.join(["services:", "  - type: pharmacy", "    id: a"])
        assert fixed(unended) == ends.join(["services:", "  - id: a", "    type: pharmacy"])


def test_a_record_whose_dash_stands_alone_or_far_off() -> None:
    assert fixed("services:\n  -\n    type: x\n    id: a\n") == "services:\n  -\n    id: a\n    type: x\n"
    assert fixed("services:\n-   type: x\n    id: a\n-   id: b\n") == "services:\n-   id: a\n    type: x\n-   id: b\n"


def test_a_remark_above_the_key_that_becomes_first_stands_above_the_record() -> None:
    text = "services:\n  - type: x\n    # who\n    id: a\n"
    assert fixed(text) == "services:\n    # who\n  - id: a\n    type: x\n"
    assert fixed(fixed(text)) == fixed(text)


@pytest.mark.parametrize(
    "text",
    [
        "services:\n  - name: a\n    id: b\n   type: c\n",  # not YAML
        "services:\n  - phone: '01843225544'\n    phone: '01843225544'\n",  # a key twice
        "services:\n  - note: |+\n      x\n\n    id: a\n",  # no key of ours
        "services:\n  - opening: |+\n      24/7\n\n    id: a\n",  # a text that keeps the empty lines after it
        "services:\n  - {type: a, id: b}\n",  # on one line
        "services:\n  - type: a\n    id: |\n      b",  # a text without its last break
        "services:\n  - ? type\n    : a\n    id: b\n",  # explicit keys
        'services:\n  - phone: "\\x301843225544"\n',  # an escape
        "services: 01843225544\n",
        "services:\n  - 01843225544\n  - [x]\n",
        "- a\n",
        "# nothing\n",
        "",
        "a: &b 1\nphone: 01843225544 \n",
        "text: |\n  spaces that are meant  \n  here\n",
    ],
)
def test_what_cannot_be_read_or_is_not_safe_is_left_alone(text: str) -> None:
    assert mended(text.encode(), lambda *_: True) is None


def test_bytes_that_are_no_text_are_left_alone() -> None:
    assert mended(b"services: \xff \n", lambda *_: True) is None


def test_other_files_lose_only_spaces_at_the_ends_of_lines() -> None:
    text = "phone: 01843225544 \nlocation: {postcode: ct94an}\t\n# remark  \n  \n"
    assert fixed(text) == "phone: 01843225544\nlocation: {postcode: ct94an}\n# remark\n\n"


FIELDS = {
    "id": ["shore"], "name": ["Shore", '"Shore: pier"', "'a''s'", ">-\n      Shore\n      pier", "|\n     a  \n     b"],
    "type": ["pharmacy"], "location": ["{postcode: ct94an}", "\n      postcode: CT9 4AN", "{postcode: 'w1a1aa'}"],
    "phone": ["01843225544", "'(01843) 225544'", "+44 1843 225544", "111", '"0300 1231234"'],
    "professional_phone": ["02079460000"], "opening": ["24/7", "Mo-Su 08:00-23:59", "'00:00-23:59'"],
    "dates": ["{2026-12-25: off, 2026-12-26: 00:00-23:59}", "\n      2026-12-25: 10:00-23:59\n      2026-12-26: off"],
    "ages": ["[0-15, 16+]", "\n      - 0-15\n      - 16+"], "sexes": ["[female]"], "referral": ["{how: walk-in}"],
    "address": ["[High Street,\n      Town]"],
}  # fmt: skip
MENDED_VALUE = re.compile(r"^( +(?:\w*phone|location|postcode|opening|dates|2026-12-2\d):).*?((?:  |\t)#.*)?$")
REMARKS = ["", "", "  # remark", "   ", "\t# tab "]
GAPS = ["", "", "    # above\n", "\n", "                # further in\n", "  \n    # after a gap\n"]


@st.composite
def files(draw: st.DrawFn) -> str:
    """Draw a provider's file whose records are in any order, with remarks, gaps and odd spaces."""
    text = "provider: {name: One}\nservices:\n"
    for _ in range(draw(st.integers(1, 3))):
        names = draw(st.lists(st.sampled_from(list(FIELDS)), min_size=1, max_size=8, unique=True))
        for number, name in enumerate(names):
            gap = draw(st.sampled_from(GAPS)) if number else ""
            written = draw(st.sampled_from(FIELDS[name]))
            remark = "" if "\n" in written else draw(st.sampled_from(REMARKS))
            text += f"{gap}{'    ' if number else '  - '}{name}: {written}{remark}\n"
        text += draw(st.sampled_from(["", "\n", "  # between\n"]))
    whole = text.rstrip("\n")  # a text over several lines would lose its last break
    text = whole if not whole.endswith((" b", "  pier")) and draw(st.booleans()) else text
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def meant(tree: Any) -> Any:
    """Return a tree with its values tidied, by hand: the plain twin of what `--fix` writes."""
    tree = deepcopy(tree)
    for service in tree["services"]:
        for key in ("phone", "professional_phone"):
            if key in service:
                service[key] = tidy_phone(service[key])
        if "location" in service:
            service["location"]["postcode"] = tidy_postcode(service["location"]["postcode"])
        if "opening" in service:
            service["opening"] = tidy_hours(service["opening"])
        if "dates" in service:
            service["dates"] = {day: tidy_hours(hours) for day, hours in service["dates"].items()}
    return tree


@given(files())
def test_the_meaning_stays_and_nothing_is_left_to_mend(text: str) -> None:
    after = fixed(text)
    for one, seen in {
        "moved": bool(untidy_records(Written(text))), "same": after == text, "crlf": "\r" in text,
        "unended": not text.endswith("\n"), **{edit.rule: True for edit in edits_of(Written(text))},
    }.items():  # fmt: skip
        if seen:
            event(one)
    assert value(after) == meant(value(text))
    assert edits_of(Written(after)) == []
    assert untidy_records(Written(after)) == []
    assert [list(each) for each in value(after)["services"]] == [
        sorted(each, key=list(ServiceShape.model_fields).index) for each in value(text)["services"]
    ]
    assert fixed(after) == after


@given(files())
def test_whatever_is_not_mended_stays_byte_for_byte(text: str) -> None:
    """The lines are the same ones, but for spaces at their ends, the dash, and the values that are mended."""

    def bare(whole: str) -> list[str]:
        lines = (re.sub("^  - ", "    ", line).rstrip() for line in whole.split("\n"))
        return sorted(MENDED_VALUE.sub(r"\1\2", line) for line in lines)

    assert bare(fixed(text)) == bare(text)
    assert fixed(text).count("\r\n") == text.count("\r\n")
    assert fixed(text).endswith("\n") == text.endswith("\n")

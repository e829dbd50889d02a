"""Columns of text → calls: moments in every form, and each field with what it refuses."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dos_router.diagnostics import Malformed
from dos_router.model.moments import parse_moment
from dos_router.routing.batch import as_text
from dos_router.routing.batch_moments import read_moments
from dos_router.routing.batch_results import to_miles
from dos_router.routing.distances import in_miles
from dos_router.routing.fast_calls import Part, gather
from dos_router.routing.fast_clock import Clock

LONDON = ZoneInfo("Europe/London")


def read(texts: list[str | None], repeated_hour: str | None = None) -> list[int | str]:
    """Return each text's UTC minute, or the rule that it breaks."""
    found = read_moments(pa.array(texts, pa.string()), Clock(LONDON), repeated_hour)
    return [found.rules[fault] or int(at) for at, fault in zip(found.at, found.fault, strict=True)]


def read_alone(text: str, repeated_hour: str | None = None) -> int | str:
    try:
        return parse_moment(text, LONDON, repeated_hour=repeated_hour)
    except Malformed as problem:
        return problem.rule


FORMS = [
    "2026-11-21T20:00", "2026-11-21 20:00", "2026-07-01t08:15:59", "2026-11-21T20:00Z", "2026-11-21T20:00:10z",
    "2026-11-21T20:00+01:00", "2026-11-21T20:00:00-05:30", "2026-11-21T20:00+0100", "2026-11-21T20:00+01",
    " 2026-11-21T20:00 ",
    "2026-11-21T20:00:00.123", "2028-02-29T00:00", "1971-01-01T00:00", "2198-12-31T23:59", "2026-03-29T00:59",
    "2026-03-29T02:00", "2026-10-25T00:59", "2026-10-25T02:00", "2026-10-25T01:30Z", "2026-11-21T20:00:99",
]  # fmt: skip
REFUSED = [
    "2026-02-29T00:00", "2026-13-01T00:00", "2026-00-01T00:00", "2026-01-00T00:00", "2026-11-21T24:00",
    "2026-11-21T20:60",
    "2026-03-29T01:30", "2026-10-25T01:30", "1970-01-01T00:00", "2199-01-01T00:00", "2026-11-21T20:00+15:00",
    "2026-11-21T20:00+01:60",
    "2026-11-21X20:00", "20261121T2000", "1732219200", "21/11/2026 20:00", "2026-11-21",
    "2026-11-2\u0661T20:00", "nonsense", "2O26-11-21T20:00",
]  # fmt: skip


def test_every_form_is_read_in_a_column_as_it_is_alone() -> None:
    assert read([*FORMS]) == [read_alone(text) for text in FORMS]
    assert all(isinstance(found, int) for found in read([*FORMS]))


def test_what_is_refused_alone_is_refused_in_a_column_for_the_same_reason() -> None:
    assert read([*REFUSED]) == [read_alone(text) for text in REFUSED]
    assert all(isinstance(found, str) for found in read([*REFUSED]))


@pytest.mark.parametrize("which", ["first", "second"])
def test_the_repeated_hour_is_as_asked(which: str) -> None:
    assert read(["2026-10-25T01:30"], which) == [read_alone("2026-10-25T01:30", which)]


def test_what_is_blank_is_missing() -> None:
    assert read(["", None, "  "]) == ["missing-at"] * 3


@given(st.lists(st.one_of(st.sampled_from(FORMS + REFUSED), st.text(max_size=25), st.datetimes().map(str))))
def test_any_text_is_read_in_a_column_as_it_is_alone(texts: list[str]) -> None:
    expected = [read_alone(text) if text.strip() else "missing-at" for text in texts]
    assert read([*texts]) == expected


@given(st.lists(st.integers(0, 99_000), min_size=1))
def test_miles_are_rounded_as_one_by_one(metres: list[int]) -> None:
    squared = [one * one + (one // 3) ** 2 for one in metres]
    assert to_miles(np.array(squared)).tolist() == [in_miles(one) for one in squared]


def test_lists_are_gathered_in_the_order_of_calls_and_the_last_part_of_a_call_holds() -> None:
    def part(calls: list[int], counts: list[int], values: list[int]) -> Part:
        return Part(*(np.array(each, np.int64) for each in (calls, counts, values)))

    found = gather([part([2, 0], [2, 1], [7, 8, 9]), part([2], [1], [5])], 4)
    assert found.starts.tolist() == [0, 1, 1, 2, 2]
    assert found.values.tolist() == [9, 5]
    assert found.first().tolist() == [9, -1, 5, -1]


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pa.array([34, None]), ["34", None]),
        (pa.array([34.0, 1.5, None]), ["34", "1.5", None]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([["SD1", "SD2"], ["SD1"]]), ["SD1+SD2", "SD1"]),
        (pa.array(["a", "b"]).dictionary_encode(), ["a", "b"]),
        (pa.array(["a", "b", "c"]).slice(1), ["b", "c"]),
        (pa.array(["a"], pa.large_string()), ["a"]),
        (pa.array([1_795_291_200], pa.timestamp("s")), ["2026-11-21 20:00:00"]),
        (pa.array([1_795_291_200], pa.timestamp("s", "UTC")), ["2026-11-21 20:00:00Z"]),
        (pa.array([["SD1"], ["SD2"]], pa.list_(pa.string(), 1)), ["SD1", "SD2"]),
        (pa.array([["SD1", "SD2"]], pa.large_list(pa.string())), ["SD1+SD2"]),
        (pa.array([[4003, 4052]]), ["4003+4052"]),
        (pa.array([34.0, None], pa.float16()), ["34", None]),
        (pa.array([b"Dx05", b"\xff", None]), ["Dx05", "\\xff", None]),
        (pa.array([{"a": [b"x", b"\xff"]}, None]), ['{"a": ["x", "\\\\xff"]}', None]),
        (pa.array([[b"SD1", b"\xff"]]), ['["SD1", "\\\\xff"]']),
        (pa.array([[["SD1"], None]]), ['[["SD1"], null]']),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), ['[["a", 1]]']),
    ],
)
def test_columns_of_any_type_are_read_as_text(column: pa.Array, texts: list[str | None]) -> None:
    assert as_text(column).to_pylist() == texts

"""JSON read piece by piece says what it says whole, wherever the pieces end; what is not JSON is refused either way."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dos_router.diagnostics import Location, Malformed
from dos_router.interchange import json_cursor
from dos_router.interchange.json_cursor import Cursor
from dos_router.interchange.json_parts import Part, parts_of, read_parts

LISTS = {"entry", "contents"}
NAMES = st.sampled_from(["entry", "contents", "name", "résumé", 'a "b"', "é\\n"])
WORDS = st.text(st.sampled_from('ab{}[],:"\\\n é😀0'), max_size=8)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | WORDS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)
CHUNKS = st.sampled_from([1, 2, 3, 7, 16, 64, 1 << 20])
LAYOUTS = st.sampled_from([{"indent": None}, {"indent": 1}, {"separators": (",", ":")}, {"indent": "\t"}])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
HERE = Location("in.json")


def streamed(text: str, chunk: int, encoding: str = "utf-8") -> list[Part]:
    with tempfile.TemporaryDirectory() as home, patch.object(json_cursor, "CHUNK", chunk):
        path = Path(home, "in.json")
        path.write_bytes(text.encode(encoding))
        return list(read_parts(path, LISTS))


def told(parts: list[Part]) -> list[tuple[Any, ...]]:
    """Return what parts say, apart from where they stand, as text that tells 1 from 1.0 and True."""
    return [(part.list, part.number, json.dumps(part.value)) for part in parts]


@given(VALUES, CHUNKS, LAYOUTS, st.booleans(), ENCODINGS)
def test_pieces_say_what_the_whole_says(value: Any, chunk: int, layout: Any, plain: bool, encoding: str) -> None:
    text = json.dumps(value, ensure_ascii=plain, **layout)
    assert told(streamed(text, chunk, encoding)) == told(list(parts_of(value, LISTS, HERE)))


@given(st.lists(VALUES, max_size=5), CHUNKS, LAYOUTS)
def test_each_element_stands_where_it_is_said_to(values: list[Any], chunk: int, layout: Any) -> None:
    text = json.dumps({"name": "one", "entry": values}, ensure_ascii=False, **layout)
    lines = text.split("\n")
    for part in streamed(text, chunk):
        if part.number is not None:
            assert part.at.line
            assert part.at.column
            rest = "\n".join([lines[part.at.line - 1][part.at.column - 1 :], *lines[part.at.line :]])
            assert json.JSONDecoder().raw_decode(rest)[0] == part.value


@given(VALUES, CHUNKS, st.integers(0, 200), st.sampled_from(["", *'{}[],:"\\x1-.e', "NaN", "tru", "\n", "é"]))
def test_what_is_not_json_is_refused_on_the_line_where_it_is_not(value: Any, chunk: int, at: int, put: str) -> None:
    whole = json.dumps({"entry": [value], "contents": value}, indent=1)
    place = at % len(whole)
    text = whole[:place] + put + whole[place + (put == "") :]
    try:
        expected: Any = json.loads(text, object_pairs_hook=json_cursor._once, parse_constant=json_cursor._refused)
    except (Malformed, json.JSONDecodeError) as problem:
        line = getattr(problem, "lineno", None)
    else:
        assert told(streamed(text, chunk)) == told(list(parts_of(expected, LISTS, HERE)))
        return
    with pytest.raises(Malformed) as refused:
        streamed(text, chunk)
    assert line is None or f"not JSON at {line}:" in refused.value.message


def test_of_a_long_list_only_an_element_and_a_chunk_are_held() -> None:
    pieces = iter(["[" + ",".join(['"abc"'] * 50) + ("]" if last else ",") for last in (False, True)])
    longest = 0
    cursor = Cursor((piece.replace("[", "") if number else piece for number, piece in enumerate(pieces)), HERE)
    cursor.take("[", "")
    while True:
        assert cursor.value() == "abc"
        longest = max(longest, len(cursor._text))
        if cursor.take(",]", "") == "]":
            break
    assert longest <= 50 * 6 + 8

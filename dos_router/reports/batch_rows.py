"""Rows with their results as bytes of CSV or JSON Lines; cells that came with a call are written as they came."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from math import isfinite
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from dos_router.routing.arrow_text import cells_of, is_list, value_text
from dos_router.routing.batch_results import RESULTS

_FORMULA = r"^([=+\-@\t\r])"  # what a spreadsheet takes for a formula
_OURS = len(RESULTS)
_LISTS = RESULTS.get_field_index("offers")
_TEXTS = tuple(place for place, one in enumerate(RESULTS) if pa.types.is_string(one.type))
_MILES = RESULTS.get_field_index("distance_miles")
_UNGUARDED = frozenset({RESULTS.get_field_index("near_misses")})  # begins with a service's id


def csv_header(names: Sequence[str]) -> bytes:
    """Return the header of a CSV file with these columns."""
    return _written([list(names)])


def csv_rows(rows: pa.RecordBatch) -> bytes:
    """Return rows with results as CSV: lists joined by `;`, what is not there blank, no cell of ours a formula."""
    columns = rows.columns
    given, ours = columns[:-_OURS], columns[-_OURS:]
    for place in _TEXTS:
        if place not in _UNGUARDED:
            ours[place] = pc.replace_substring_regex(ours[place], _FORMULA, r"'\1")
    ours[_LISTS] = pc.binary_join(ours[_LISTS], ";")
    ours[_MILES] = _in_tenths(ours[_MILES])
    texts = [_as_cells(column) for column in (*given, *ours)]
    sink = io.BytesIO()
    try:
        plain = arrow_csv.WriteOptions(include_header=False, quoting_style="none")
        arrow_csv.write_csv(pa.RecordBatch.from_arrays(texts, rows.schema.names), sink, plain)
        return sink.getvalue()
    except pa.ArrowInvalid:  # some cell needs quotation marks
        return _written(list(zip(*(column.to_pylist() for column in texts), strict=True)))


def json_rows(rows: pa.RecordBatch, lines: Sequence[bytes] | None) -> bytes:
    """Return rows with results as JSON Lines; `lines` are the objects as they came, where they came as such."""
    names = rows.schema.names
    results = rows.select(names[-_OURS:]).to_pylist()
    if lines is None:
        cells = rows.select(names[:-_OURS]).to_pylist()
        return b"".join(_json({**one, **other}) for one, other in zip(cells, results, strict=True))
    return b"".join(_extended(line, result) for line, result in zip(lines, results, strict=True))


def _extended(line: bytes, result: dict[str, object]) -> bytes:
    """Return an object's own text with the results after it; a line that is no object under the key `line`."""
    added = _json(result)[1:]
    if line.startswith(b"{") and line.endswith(b"}") and _is_object(line):
        inside = line[:-1].rstrip()
        return inside + (b"" if inside == b"{" else b", ") + added
    return _json({"line": line.decode(errors="backslashreplace"), **result})


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _json(record: dict[str, object]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False, default=value_text, allow_nan=False).encode() + b"\n"
    except ValueError:
        return _json(_finite(record))


def _finite(value: Any) -> Any:  # noqa: ANN401 - whatever Arrow holds
    """Return a value in which what JSON has no number for is its text."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list | tuple) else value


def _as_cells(column: pa.Array) -> pa.Array:
    if is_list(column.type):
        column = pc.binary_join(column.cast(pa.list_(column.type.value_type)).cast(pa.list_(pa.string())), ";")
    return pc.fill_null(cells_of(column), "")


def _in_tenths(miles: pa.Array) -> pa.Array:
    """Return miles as text, always with one decimal."""
    encoded = pc.dictionary_encode(miles)
    texts = pa.array([f"{each:.1f}" for each in encoded.dictionary.to_pylist()], pa.string())
    return texts.take(encoded.indices)


def _written(rows: Sequence[Sequence[object]]) -> bytes:
    sink = io.StringIO(newline="")
    csv.writer(sink, lineterminator="\n").writerows(rows)
    return sink.getvalue().encode()

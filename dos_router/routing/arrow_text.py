"""Columns of Arrow's many types as text, those too that Arrow itself does not write out: records, maps, bytes."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa


def cells_of(column: pa.Array) -> pa.StringArray:
    """Return a column as text; a value that has no text of its own as JSON, bytes that are no text by their codes."""
    try:
        return column.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return pa.array([value_text(value) for value in column.to_pylist()], pa.string())


def value_text(value: Any) -> str | None:  # noqa: ANN401 - whatever Arrow holds
    """Return the text of one value, null as None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode(errors="backslashreplace")
    nested = isinstance(value, list | tuple | dict)
    return json.dumps(value, ensure_ascii=False, default=value_text) if nested else str(value)


def is_list(kind: pa.DataType) -> bool:
    """Say whether a type's values are lists of what has a text, which one cell can hold side by side."""
    kinds = (pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list)
    if not any(is_kind(kind) for is_kind in kinds):
        return False
    return not any(test(kind.value_type) for test in (pa.types.is_nested, pa.types.is_binary, pa.types.is_large_binary))

"""JSON Lines, block by block: one object a line, its values as the text that a cell would hold."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from math import isfinite
from typing import Any, NoReturn

import pyarrow as pa

from dos_router.diagnostics import Malformed
from dos_router.loading.call_files import UTF_16, CallFile, Chunk

Blocks = Iterator[tuple[bytes, float | None]]
Cells = dict[str, str | None]

NOT_JSON, NO_OBJECT, TWICE, UNKNOWN, NESTED = (
    f"row: {rule}" for rule in ("not-json", "no-object", "duplicate-key", "unexpected-key", "bad-value")
)


class _Unsound(Exception):  # noqa: N818 - it never leaves this module
    """A line that is no row; its text is the reason."""


def open_jsonl(blocks: Blocks) -> CallFile:
    """Read the first lines, whose keys are the columns; the rows follow when they are asked for. Raises Malformed."""
    texts = _whole_lines(blocks)
    first, done = next(texts, ([], None))
    if first and (first[0].startswith(UTF_16) or b"\0" in first[0][:2]):
        raise Malformed("the file is not UTF-8 text", help="save it as JSON Lines in UTF-8", rule="not-utf-8")
    if first and first[0].lstrip()[:1] == b"[":
        cure = "write one object a line, without brackets around them"
        raise Malformed("the file is one JSON array", help=cure, rule="no-lines")
    rows = [_read(line) for line in first]
    names = tuple(dict.fromkeys(key for cells in rows if isinstance(cells, dict) for key in cells))
    if not names:
        raise Malformed(
            "no line of the file's beginning is a JSON object", help="write one object a line", rule="empty-file"
        )
    return CallFile(names, _chunks(first, done, texts, names))


def _chunks(
    first: list[bytes], done: float | None, texts: Iterator[tuple[list[bytes], float | None]], names: tuple[str, ...]
) -> Iterator[Chunk]:
    yield _chunk(first, done, names)
    for lines, so_far in texts:
        yield _chunk(lines, so_far, names)


def _chunk(lines: list[bytes], done: float | None, names: tuple[str, ...]) -> Chunk:
    rows: list[Cells] = []
    unread: dict[int, str] = {}
    for line in lines:
        cells = _read(line)
        if isinstance(cells, dict) and not cells.keys() <= set(names):
            cells = UNKNOWN
        if isinstance(cells, str):
            unread[len(rows)] = cells
        rows.append({} if isinstance(cells, str) else cells)
    columns = [pa.array([cells.get(name) for cells in rows], pa.string()) for name in names]
    return Chunk(pa.RecordBatch.from_arrays(columns, list(names)), unread, lines, done)


def _whole_lines(blocks: Blocks) -> Iterator[tuple[list[bytes], float | None]]:
    """Yield the lines of each block that are not blank; what follows the last line's end waits for the next."""
    waiting, done = b"", None
    for number, (block, so_far) in enumerate(blocks):
        waiting, done = waiting + (block if number else block.removeprefix(codecs.BOM_UTF8)), so_far
        end = waiting.rfind(b"\n") + 1
        if lines := _lines(waiting[:end]):
            yield lines, done
        waiting = waiting[end:]
    if lines := _lines(waiting):
        yield lines, done


def _lines(text: bytes) -> list[bytes]:
    return [line.strip() for line in text.split(b"\n") if line.strip()]


def _read(line: bytes) -> Cells | str:
    """Return a line's cells by key, or why it is no row."""
    try:
        found = json.loads(line.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_refuse)
    except _Unsound as problem:
        return str(problem)
    except (ValueError, RecursionError):
        return NOT_JSON
    if not isinstance(found, dict):
        return NO_OBJECT
    try:
        return {key: _text(value) for key, value in found.items()}
    except _Unsound as problem:
        return str(problem)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Unsound(TWICE)
    return found


def _refuse(_: str) -> NoReturn:
    raise _Unsound(NOT_JSON)  # NaN and Infinity are no JSON


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    """Return a value as a cell would hold it: lists joined by `+`."""
    if value is None or isinstance(value, str):
        return None if value is None else _encodable(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "+".join(_text(each) or "" for each in value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and isfinite(value):
        return str(int(value)) if value.is_integer() else str(value)
    raise _Unsound(NESTED)


def _encodable(text: str) -> str:
    """Return a text that UTF-8 can hold; half a surrogate pair cannot be written."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _Unsound(NOT_JSON) from None
    return text

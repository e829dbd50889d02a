"""CSV, block by block: sound blocks by Arrow, those with a fault in them line by line.

A quotation mark that is never closed would swallow the rows after it: a record that does not have as many
cells as the header is therefore refused as its first line alone, and reading goes on with the next line.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

import pyarrow as pa
from pyarrow import csv as arrow_csv

from dos_router.diagnostics import Malformed
from dos_router.loading.call_files import BLOCK, NOT_UTF_8, UTF_16, CallFile, Chunk, check_names

Blocks = Iterator[tuple[bytes, float | None]]

RAGGED, UNCLOSED = "row: ragged-row", "row: unclosed-quote"
LONGEST_RECORD = 200  # lines that one quoted cell may run over
_MOST_WAITING = 32 * BLOCK
_QUOTE, _SEPARATORS = b'"', ";\t|"

csv.field_size_limit(2**31 - 1)  # a cell may be as long as it likes: what Arrow takes is no fault line by line


class _Text(NamedTuple):
    """Whole lines of a file, without the header."""

    content: bytes
    done: float | None


def open_csv(blocks: Blocks) -> CallFile:
    """Read the header; the rows follow when they are asked for. Raises Malformed."""
    first, done = next(blocks, (b"", None))
    content = first.removeprefix(codecs.BOM_UTF8)
    newline = b"\n" if b"\n" in content or b"\r" not in content else b"\r"
    header, _, rest = content.lstrip(b"\r\n").partition(newline)
    if first.startswith(UTF_16) or b"\0" in header:
        raise Malformed("the file is not UTF-8 text", help="save it as CSV in UTF-8", rule="not-utf-8")
    names = _header(header)
    texts = _whole_lines(_Text(rest, done), blocks, newline)
    return CallFile(names, (_chunk(text, names) for text in texts if text.content.strip()))


def _header(line: bytes) -> tuple[str, ...]:
    try:
        text = line.decode().rstrip("\r")
    except UnicodeDecodeError as problem:
        raise Malformed("the header is not UTF-8 text", help="save the file as UTF-8", rule="not-utf-8") from problem
    names = tuple(next(csv.reader([text]), []))
    check_names(names)
    separator = next((one for one in _SEPARATORS if one in names[0]), None)
    if len(names) == 1 and separator is not None:
        shown = {"\t": "tabs"}.get(separator, f"`{separator}`")
        raise Malformed(
            f"the columns are separated by {shown}", help="save the file with commas", rule="wrong-separator"
        )
    return names


def _whole_lines(first: _Text, blocks: Blocks, newline: bytes) -> Iterator[_Text]:
    """Yield texts that end with a line, and as far as can be told with a record."""
    waiting, done = first
    for block, so_far in blocks:
        end = _end_of_records(waiting, newline)
        if end:
            yield _Text(waiting[:end].replace(b"\r", b"\n") if newline == b"\r" else waiting[:end], done)
        waiting, done = waiting[end:] + block, so_far
    yield _Text(waiting.replace(b"\r", b"\n") if newline == b"\r" else waiting, done)


def _end_of_records(text: bytes, newline: bytes) -> int:
    """Return where the last line ends that leaves no quotation mark open; where there is none, and much waits, any."""
    end = text.rfind(newline) + 1
    quotes = text.count(_QUOTE, 0, end)
    while quotes % 2 and end:
        last = text.rfind(_QUOTE, 0, end)
        before = text.rfind(newline, 0, last) + 1
        quotes -= text.count(_QUOTE, before, end)
        end = before
    if not end and len(text) > _MOST_WAITING:
        return text.rfind(newline) + 1
    return end


def _chunk(text: _Text, names: tuple[str, ...]) -> Chunk:
    sound = _read_sound(text.content, names)
    if sound is not None:
        return Chunk(sound, {}, done=text.done)
    rows, unread = _read_line_by_line(text.content, len(names))
    columns = (
        [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        if rows
        else [pa.array([], pa.string())] * len(names)
    )
    return Chunk(pa.RecordBatch.from_arrays(columns, list(names)), unread, done=text.done)


def _read_sound(text: bytes, names: tuple[str, ...]) -> pa.RecordBatch | None:
    """Return the rows, if every line is one row of as many cells as the header."""
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(text),
            read_options=arrow_csv.ReadOptions(column_names=list(names), block_size=max(len(text), 1)),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=_QUOTE in text),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowException, UnicodeDecodeError):
        return None
    lines = text.count(b"\n") + (not text.endswith(b"\n"))
    batches = table.combine_chunks().to_batches()
    return batches[0] if table.num_rows == lines and len(batches) == 1 else None


def _read_line_by_line(text: bytes, width: int) -> tuple[list[list[str]], dict[int, str]]:
    """Return every row, as wide as the header, and the reasons for those that are not sound."""
    lines = [line for line in text.splitlines(keepends=True) if line.strip(b"\r\n")]
    lines = _rejoined(lines)
    rows: list[list[str]] = []
    unread: dict[int, str] = {}
    place = 0
    while place < len(lines):
        cells, used, fault = _record(lines, place, width)
        if fault:
            unread[len(rows)] = fault
        rows.append(cells)
        place += used
    return rows, unread


def _rejoined(lines: list[bytes]) -> list[bytes]:
    """Undo what splitlines does at characters other than ends of lines."""
    joined: list[bytes] = []
    for line in lines:
        if joined and not joined[-1].endswith((b"\n", b"\r")):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _record(lines: list[bytes], place: int, width: int) -> tuple[list[str], int, str | None]:
    """Return the cells of the record that begins at a line, how many lines it takes, and its fault."""
    used, quotes = 1, lines[place].count(_QUOTE)
    while quotes % 2 and used < LONGEST_RECORD and place + used < len(lines):
        quotes += lines[place + used].count(_QUOTE)
        used += 1
    if quotes % 2 == 0:
        cells, is_text = _cells(b"".join(lines[place : place + used]))
        if len(cells) == width and is_text:
            return cells, used, None
    cells, is_text = _cells(lines[place])
    fault = RAGGED if lines[place].count(_QUOTE) % 2 == 0 else UNCLOSED
    return _as_wide(cells, width), 1, fault if is_text else NOT_UTF_8


def _cells(line: bytes) -> tuple[list[str], bool]:
    """Return a record's cells, and whether it is UTF-8; bytes that are not are shown by their codes."""
    try:
        text, is_text = line.decode(), True
    except UnicodeDecodeError:
        text, is_text = line.decode(errors="backslashreplace"), False
    return next(csv.reader(io.StringIO(text.rstrip("\r\n"), newline="")), [""]), is_text


def _as_wide(cells: list[str], width: int) -> list[str]:
    """Return cells as many as the header has: what is too much stays in the last one."""
    if len(cells) > width:
        return [*cells[: width - 1], ",".join(cells[width - 1 :])]
    return cells + [""] * (width - len(cells))

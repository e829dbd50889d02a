"""A file of calls → Arrow columns, some rows at a time: CSV, JSON Lines or Parquet, compressed or not.

Every row of the file is a row of some chunk, in order: one that cannot be read is kept, with the reason.
A file that cannot be read as what its name says is Malformed. Reasons and messages never hold a value.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import pyarrow as pa

from dos_router.diagnostics import Malformed
from dos_router.spelling import did_you_mean

STREAM = "-"
BLOCK = 1024 * 1024  # bytes of text read at once: a row's results may take forty times what it takes
ROWS = 16_384  # of Parquet read at once
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
NOT_UTF_8 = "row: not-utf-8"
# a first line that names no column of ours may be a call, of which nothing is to be said
_NO_HEADER = "begin the file with the names of its columns, and map those that are not ours with --map at=…"
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}


class Kind(StrEnum):
    """What a file of calls or results is."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


SUFFIXES = {".csv": Kind.CSV, ".jsonl": Kind.JSONL, ".ndjson": Kind.JSONL, ".parquet": Kind.PARQUET}


class Form(NamedTuple):
    """A kind of file, and how it is compressed: `gzip`, `zstd` or not at all."""

    kind: Kind
    compression: str | None


class Chunk(NamedTuple):
    """Some rows: those of `unread` hold what could be made of them, with the reason.

    `lines` are the rows as they were written, of JSON Lines only. `done` is how much of the file was
    read so far, from 0 to 1; None where that is not known.
    """

    rows: pa.RecordBatch
    unread: Mapping[int, str]
    lines: list[bytes] | None = None
    done: float | None = None


@dataclass(frozen=True, slots=True)
class CallFile:
    """A file of calls that is open: the names of its columns, and its rows to come."""

    names: tuple[str, ...]
    chunks: Iterator[Chunk]


def form_of(name: str, kind: Kind | None = None) -> Form:
    """Return what a file's name says that it is; a stream is CSV unless said otherwise. Raises Malformed."""
    path = Path(name)
    compression = COMPRESSIONS.get(path.suffix.lower())
    suffix = (path.with_suffix("") if compression else path).suffix.lower()
    found = kind or SUFFIXES.get(suffix) or (Kind.CSV if name == STREAM else None)
    if found is None:
        cure = "name it .csv, .jsonl or .parquet, with .gz or .zst where it is compressed"
        raise Malformed(f"`{path.name}` does not say what kind of file it is", help=cure, rule="unknown-format")
    if found is Kind.PARQUET and (compression or name == STREAM):
        raise Malformed(
            "Parquet is compressed in itself, and no stream", help="name a .parquet file", rule="unknown-format"
        )
    return Form(found, compression)


def open_calls(name: str, form: Form) -> CallFile:
    """Open a file of calls, or standard input for `-`. Raises Malformed, or OSError for the machine's troubles."""
    from dos_router.loading.call_files_csv import open_csv  # noqa: PLC0415 - one of them is wanted
    from dos_router.loading.call_files_jsonl import open_jsonl  # noqa: PLC0415

    if form.kind is Kind.PARQUET:
        return _open_parquet(Path(name))
    blocks = _blocks(name, form.compression)
    return open_csv(blocks) if form.kind is Kind.CSV else open_jsonl(blocks)


def find_columns(names: Sequence[str], mapped: Mapping[str, str], known: Sequence[str]) -> dict[str, str]:
    """Return the file's names of our columns, by ours: as mapped, else the same but for case and spaces.

    Raises Malformed where a column that is needed, or mapped, is not there.
    """
    by_tidy = {name.strip().lower().replace(" ", "_"): name for name in reversed(names)}
    is_header = not by_tidy.keys().isdisjoint(known) or not set(mapped.values()).isdisjoint(names)
    for ours, theirs in mapped.items():
        if ours not in known:
            cure = did_you_mean(ours, known, otherwise=f"columns: {', '.join(known)}")
            raise Malformed(f"there is no column `{ours}` to map", help=cure, rule="unknown-column")
        if theirs not in names:
            cure = did_you_mean(theirs, names) if is_header else _NO_HEADER
            raise Malformed(f"the file has no column `{theirs}`", help=cure, rule="missing-column")
    found = {ours: mapped.get(ours) or (ours if ours in names else by_tidy.get(ours)) for ours in known}
    for name in _needed(found):
        if found[name] is None:
            cure = f"the file has: {', '.join(names)}; name it with --map {name}=…"
            cure = did_you_mean(name, names, otherwise=cure) if is_header else _NO_HEADER
            raise Malformed(f"the column `{name}` is missing", help=cure, rule="missing-column")
    return {ours: theirs for ours, theirs in found.items() if theirs is not None}


def _needed(found: Mapping[str, str | None]) -> list[str]:
    """Return the columns that there must be: a place is a postcode, or else an easting and a northing."""
    place = ["postcode"] if found["easting"] is None and found["northing"] is None else ["easting", "northing"]
    stated = [] if found["postcode"] else place
    return ["at", "disposition", "age", "symptom_group", "symptom_discriminator", *stated]


def _blocks(name: str, compression: str | None) -> Iterator[tuple[bytes, float | None]]:
    """Yield a file's bytes, block by block, with how much of it was read."""
    if name == STREAM:
        yield from _read(sys.stdin.buffer, sys.stdin.buffer, 0)
        return
    with Path(name).open("rb") as file:
        size = Path(name).stat().st_size
        source = pa.CompressedInputStream(pa.PythonFile(file), compression) if compression else file
        yield from _read(cast("BinaryIO", source), file, size)


def _read(source: BinaryIO, file: BinaryIO, size: int) -> Iterator[tuple[bytes, float | None]]:
    cure = "fetch it again: what can be read of it is not all of it"
    with _damage_told("the compressed file is damaged or breaks off", cure):
        while block := source.read(BLOCK):
            yield block, min(file.tell() / size, 1.0) if size else None


@contextmanager
def _damage_told(said: str, cure: str) -> Iterator[None]:
    """Raise Malformed for what Arrow cannot read; troubles of the machine have a number, and stay what they are."""
    try:
        yield
    except (OSError, pa.ArrowException) as problem:
        if isinstance(problem, OSError) and problem.errno is not None:
            raise
        raise Malformed(said, help=cure, rule="damaged-file") from problem


def _open_parquet(path: Path) -> CallFile:
    from pyarrow import parquet  # noqa: PLC0415 - heavy, and only for this

    cure = "write it again, or name it for what it is"
    with path.open("rb"), _damage_told(f"`{path.name}` cannot be read as Parquet", cure):
        # memory_map and pre_buffer: else what was read is held to the end
        file = parquet.ParquetFile(path, memory_map=False, pre_buffer=False)
        names = tuple(file.schema_arrow.names)
    check_names(names)
    return CallFile(names, _parquet_chunks(file, path.name))


def _parquet_chunks(file: Any, name: str) -> Iterator[Chunk]:  # noqa: ANN401 - pyarrow has no types of its own
    total, read = file.metadata.num_rows, 0
    with _damage_told(f"`{name}` is damaged", "write it again"):
        for rows in file.iter_batches(ROWS):
            read += rows.num_rows
            yield Chunk(*_in_utf_8(rows), done=read / total)


def _in_utf_8(rows: pa.RecordBatch) -> tuple[pa.RecordBatch, dict[int, str]]:
    """Return rows of which every text is UTF-8, with the reasons for those of which one was not."""
    unread: dict[int, str] = {}
    for place, column in enumerate(rows.columns):
        try:
            column.validate(full=True)
        except pa.ArrowInvalid:
            if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
                raise
            cells = column.cast(pa.large_binary()).to_pylist()
            texts = [None if cell is None else cell.decode(errors="backslashreplace") for cell in cells]
            changed = (row for row, cell in enumerate(cells) if cell is not None and str(texts[row]).encode() != cell)
            unread |= dict.fromkeys(changed, NOT_UTF_8)
            rows = rows.set_column(place, rows.schema.field(place), pa.array(texts, column.type))
    return rows, unread


def check_names(names: Sequence[str]) -> None:
    """Raise Malformed for a header without columns, or with one given twice."""
    twice = next((name for name in names if names.count(name) > 1), None)
    if not any(name.strip() for name in names):
        raise Malformed("the file has no header", help="begin it with the names of its columns", rule="empty-file")
    if twice is not None:
        raise Malformed(f"the column `{twice}` is given twice", help="keep one of them", rule="duplicate-column")

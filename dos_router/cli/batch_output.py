"""Where a batch's results go: whole or not at all, and to be gone on with after a kill.

The results grow in `.NAME.part` beside the target, which it becomes once it is whole. `.NAME.journal`
tells how far it reached, with the counts so far; both can be read by their owner alone.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyarrow as pa

from dos_router.diagnostics import Malformed
from dos_router.loading.call_files import STREAM, Form, Kind

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # of no use on Windows: two runs on one output are then not noticed
    flock = None  # type: ignore[assignment]

OWNER_ONLY = 0o600
_LENGTH = 8  # bytes before each piece that tell how long it is
_ROWS_OF_A_GROUP = 65_536  # of a Parquet file
_MOST_OF_A_GROUP = 2**25  # bytes that wait to be written together
_A_LONG_ROW = 1_000  # bytes


class Output(Protocol):
    """Takes results piece by piece."""

    def write(self, data: bytes) -> None:
        """Add a piece."""

    def reached(self) -> int:
        """Return how many bytes are written, after seeing to it that they are on the disk."""

    def finish(self) -> None:
        """Make the target what was written."""

    def abandon(self) -> None:
        """Leave nothing behind."""


class StreamOutput:
    """Standard output."""

    def __init__(self, compress: Callable[[bytes], bytes]) -> None:
        """Write there, compressed as asked."""
        self._compress = compress

    def write(self, data: bytes) -> None:
        """Write a piece at once."""
        sys.stdout.buffer.write(self._compress(data))

    def reached(self) -> int:
        """Return 0: what was read cannot be taken back."""
        return 0

    def finish(self) -> None:
        """Hand over what waits."""
        sys.stdout.buffer.flush()

    def abandon(self) -> None:
        """Do nothing."""


class PartOutput:
    """A file of text beside its target, of which each piece is compressed by itself."""

    def __init__(self, target: Path, compress: Callable[[bytes], bytes], *, begin_at: int = 0) -> None:
        """Go on at a byte of the part file, dropping what follows it."""
        self._target, self._compress = target, compress
        self._part = part_of(target)
        self._file: BinaryIO = os.fdopen(os.open(self._part, os.O_RDWR | os.O_CREAT, OWNER_ONLY), "r+b")
        self._file.truncate(begin_at)
        self._file.seek(begin_at)

    def write(self, data: bytes) -> None:
        """Add a piece."""
        self._file.write(self._compress(data))

    def reached(self) -> int:
        """Return how far the part file reaches, once it is on the disk."""
        self._file.flush()
        getattr(os, "fdatasync", os.fsync)(self._file.fileno())
        return self._file.tell()

    def finish(self) -> None:
        """Put the part file in the target's place."""
        self.reached()
        self._file.close()
        self._part.replace(self._target)

    def abandon(self) -> None:
        """Delete the part file."""
        self._part.unlink(missing_ok=True)
        self._file.close()


class ParquetOutput:
    """A Parquet file; pieces are Arrow streams, of which several make a group of rows."""

    def __init__(self, target: Path, schema: pa.Schema) -> None:
        """Begin a part file beside the target."""
        from pyarrow import parquet  # noqa: PLC0415 - heavy, and only for this

        self._target, self._part = target, part_of(target)
        self._file = os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "wb")
        self._writer = parquet.ParquetWriter(self._file, schema, compression="zstd", compression_level=1)
        self._waiting: list[pa.Table] = []

    def write(self, data: bytes) -> None:
        """Add a piece, and write those that wait once they are enough rows for a group, or too large to wait."""
        with pa.ipc.open_stream(pa.py_buffer(data)) as stream:
            self._waiting.append(stream.read_all())
        rows, size = (sum(getattr(each, name) for each in self._waiting) for name in ("num_rows", "nbytes"))
        if rows >= _ROWS_OF_A_GROUP or size >= _MOST_OF_A_GROUP:
            self._write_group()

    def _write_group(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting))
            self._waiting = []

    def reached(self) -> int:
        """Return 0: what is written of Parquet cannot be gone on with."""
        return 0

    def finish(self) -> None:
        """Write what waits and the footer, and put the part file in the target's place."""
        self._write_group()
        self._writer.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._target)

    def abandon(self) -> None:
        """Delete the part file, and have nothing more written to it."""
        self._part.unlink(missing_ok=True)
        self._writer.is_open = False  # else it writes a footer when it is thrown away
        self._file.close()


class PiecesOutput:
    """A Parquet file that can be gone on with: its pieces are kept as they come, and written out at the end."""

    def __init__(self, target: Path, *, begin_at: int = 0) -> None:
        """Go on at a byte of the file of pieces, `.NAME.pieces.part`."""
        self._target = target
        self._pieces = target.with_name(f"{target.name}.pieces")
        self._part = PartOutput(self._pieces, lambda data: data, begin_at=begin_at)

    def write(self, data: bytes) -> None:
        """Add a piece: its length, and itself."""
        self._part.write(len(data).to_bytes(_LENGTH, "little") + data)

    def reached(self) -> int:
        """Return how far the pieces reach."""
        return self._part.reached()

    def finish(self) -> None:
        """Write the Parquet file from the pieces, and delete them."""
        self.reached()
        output: ParquetOutput | None = None
        try:
            for piece in self._read():
                if output is None:
                    with pa.ipc.open_stream(pa.py_buffer(piece)) as stream:
                        output = ParquetOutput(self._target, stream.schema)
                output.write(piece)
            if output is not None:
                output.finish()
        except BaseException:
            if output is not None:
                with suppress(OSError, ValueError):
                    output.abandon()
            raise
        self._part.abandon()

    def abandon(self) -> None:
        """Delete the pieces."""
        self._part.abandon()

    def _read(self) -> Iterator[bytes]:
        with part_of(self._pieces).open("rb") as file:
            while length := file.read(_LENGTH):
                yield file.read(int.from_bytes(length, "little"))


def open_output(
    name: str, form: Form, schema: pa.Schema, *, begin_at: int = 0, resumable: bool = False
) -> Output:  # fmt: skip
    """Open where results go; `begin_at` is how much of the part file holds."""
    if form.kind is Kind.PARQUET:
        target = Path(name)
        return PiecesOutput(target, begin_at=begin_at) if resumable else ParquetOutput(target, schema)
    compress = _compressor(form.compression)
    return StreamOutput(compress) if name == STREAM else PartOutput(Path(name), compress, begin_at=begin_at)


def part_of(target: Path) -> Path:
    """Return where a target grows."""
    return target.with_name(f".{target.name}.part")


def _compressor(compression: str | None) -> Callable[[bytes], bytes]:
    """Return what compresses a piece, alike every time; pieces one after the other are one compressed file."""
    if compression == "gzip":
        return lambda data: gzip.compress(data, 6, mtime=0) if data else b""
    if compression == "zstd":
        codec = pa.Codec("zstd", compression_level=3)
        return lambda data: codec.compress(data, asbytes=True) if data else b""
    return lambda data: data


@dataclass(frozen=True, slots=True)
class Step:
    """After so many chunks of the input: how far the results and the rejected rows reach, and the counts."""

    chunks: int
    results: int
    rejects: int
    counts: dict[str, dict[str, int]]


class Journal:
    """Tells how far a run has come; held by one run at a time."""

    def __init__(self, target: Path, key: str, *, resume: bool) -> None:
        """Take up the journal of a run with the same key, or begin a new one. Raises Malformed."""
        self._path = target.with_name(f".{target.name}.journal")
        self._file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, OWNER_ONLY), "r+", encoding="utf-8")
        try:
            if flock is not None:
                flock(self._file, LOCK_EX | LOCK_NB)
        except BlockingIOError as problem:
            raise Malformed(
                f"another run is writing `{target.name}`", help="wait for it, or name another file", rule="busy"
            ) from problem
        self.last = self._take_up(key, target.name) if resume else None
        if self.last is None:
            self._file.seek(0)
            self._file.truncate()
            self._add({"key": key})

    def note(self, step: Step) -> None:
        """Note how far the run has come."""
        self._add(asdict(step))

    def close(self) -> None:
        """Leave no journal behind."""
        self._path.unlink(missing_ok=True)
        self._file.close()

    def _take_up(self, key: str, name: str) -> Step | None:
        lines = self._file.read().split("\n")
        records = [json.loads(line) for line in lines[:-1]]  # a last line without its end was being written
        if records and records[0]["key"] != key:
            cure = "leave out --resume to begin anew"
            raise Malformed(
                f"the calls, the directory or the options of `{name}` have changed", help=cure, rule="changed"
            )
        whole = sum(len(line.encode()) + 1 for line in lines[:-1])
        self._file.truncate(whole)
        self._file.seek(whole)
        return Step(**records[-1]) if len(records) > 1 else None

    def _add(self, record: dict[str, Any]) -> None:
        self._file.write(json.dumps(record) + "\n")
        self._file.flush()


def ipc_bytes(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> bytes:
    """Return batches as one Arrow stream; long rows are compressed, since near misses say the same again and again."""
    sink, rest = io.BytesIO(), iter(batches)
    first = next(rest, None)
    is_long = first is not None and first.nbytes > _A_LONG_ROW * first.num_rows
    options = pa.ipc.IpcWriteOptions(compression="lz4" if is_long else None)
    with pa.ipc.new_stream(sink, schema, options=options) as stream:
        for batch in chain([] if first is None else [first], rest):
            stream.write_batch(batch)
    return sink.getvalue()

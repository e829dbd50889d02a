"""Bytes of a list → which encoding they are in, found by reading all of them once, a block at a time.

A file is UTF-8 unless its bytes say otherwise: a byte-order mark, the zeros of UTF-16, or bytes that are never
UTF-8. Of the last kind, one that has no UTF-8 letters at all is read as cp1252, as spreadsheets write; one that
has both is UTF-8 with damaged rows, and those rows are refused one by one.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from pathlib import Path
from typing import IO, NamedTuple, cast

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.known_files import must_be_a_list

BLOCK = 1 << 20
PROBE = 4096
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MANY_ZEROS = 0.3  # of every second byte: Latin text in UTF-16 has nearly all


class Encoding(NamedTuple):
    """The encoding of a file by Python's name, and why it is not taken for plain UTF-8, if it is not."""

    name: str
    because: str | None = None


def open_bytes(path: Path) -> IO[bytes]:
    """Open a list, decompressing `.gz`."""
    return cast("IO[bytes]", gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def find_encoding(path: Path) -> Encoding:
    """Return the encoding of a file. Raises Malformed where it is no text, or its compression is damaged."""
    try:
        with open_bytes(path) as file:
            start = file.read(PROBE)
            must_be_a_list(path, start)
            return _marked(start) or _by_content(path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
        cure = "fetch it again: what can be read of it is not all of it"
        raise Malformed("the compressed file is damaged or breaks off", help=cure, rule="damaged-file") from problem


def _marked(start: bytes) -> Encoding | None:
    """Return the encoding that the first bytes give away."""
    for mark, name in _MARKS:
        if start.startswith(mark):
            return Encoding(name, None if name == "utf-8-sig" else "it begins with the mark of UTF-16")
    half = len(start) // 2
    if half and start[1::2].count(0) > half * _MANY_ZEROS and not start[::2].count(0):
        return Encoding("utf-16-le", "every second byte is zero")
    if half and start[::2].count(0) > half * _MANY_ZEROS and not start[1::2].count(0):
        return Encoding("utf-16-be", "every second byte is zero")
    return None


def _by_content(path: Path) -> Encoding:
    """Return UTF-8 or cp1252, by whether lines with high bytes are UTF-8."""
    sound = faulty = 0
    with open_bytes(path) as file:
        while lines := file.readlines(BLOCK):
            if b"".join(lines).isascii():
                continue
            for line in lines:
                if not line.isascii():
                    is_sound = _is_utf_8(line)
                    sound += is_sound
                    faulty += not is_sound
    if faulty and not sound:
        return Encoding("cp1252", f"{faulty:,} of its lines are not UTF-8, and none is that has more than ASCII")
    return Encoding("utf-8-sig")


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True

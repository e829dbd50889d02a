r"""A file of named sections, read as far as they are asked for; what is damaged is noticed when it is read.

    dos-router FORMAT LENGTH CHECKSUM\n   JSON of where each section lies   the sections

Written whole under another name first, so that several runs at once do no harm. No pickle: bytes and JSON.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Self

_MAGIC = b"dos-router"
_LONGEST_FIRST_LINE = 80


class Damaged(Exception):  # noqa: N818 - it says what the file is
    """A file that is not what it says it is: make it again."""


class Archive:
    """An archive that is open for reading."""

    def __init__(self, path: Path, kind: str) -> None:
        """Open a file of a kind. Raises OSError, or Damaged for what is no such file."""
        self._file: BinaryIO = path.open("rb")
        try:
            self._places: Mapping[str, tuple[int, int, int]] = json.loads(self._head(kind))
        except ValueError as problem:
            self._file.close()
            raise Damaged(path.name) from problem
        except BaseException:
            self._file.close()
            raise
        self._begin = self._file.tell()

    def _head(self, kind: str) -> bytes:
        first = self._file.readline(_LONGEST_FIRST_LINE).split()
        if len(first) != 4 or first[:2] != [_MAGIC, kind.encode()]:  # noqa: PLR2004 - see above
            raise Damaged(kind)
        return self._checked(self._file.read(int(first[2])), int(first[3]))

    def __enter__(self) -> Self:
        """Return the archive itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._file.close()

    def read(self, name: str) -> bytes:
        """Return a section. Raises Damaged."""
        try:
            at, length, checksum = self._places[name]
        except (KeyError, ValueError, TypeError) as problem:
            raise Damaged(name) from problem
        return self.part(name, 0, length, checksum, of=(at, length))

    def part(self, name: str, at: int, length: int, checksum: int, *, of: tuple[int, int] | None = None) -> bytes:
        """Return some bytes of a section, whose checksum is known from elsewhere. Raises Damaged."""
        begin = (of or self._places[name])[0]
        self._file.seek(self._begin + begin + at)
        return self._checked(self._file.read(length), checksum)

    def json(self, name: str) -> Any:  # noqa: ANN401 - whatever was put there
        """Return a section of JSON. Raises Damaged."""
        return json.loads(self.read(name))

    @staticmethod
    def _checked(data: bytes, checksum: int) -> bytes:
        if zlib.crc32(data) != checksum:
            raise Damaged("the checksum differs")
        return data


def write_archive(path: Path, kind: str, sections: Mapping[str, bytes]) -> None:
    """Write sections as an archive of a kind, whole or not at all. Raises OSError."""
    places: dict[str, tuple[int, int, int]] = {}
    position = 0
    for name, data in sections.items():
        places[name] = position, len(data), zlib.crc32(data)
        position += len(data)
    head = json.dumps(places).encode()
    first = b"%s %s %d %d\n" % (_MAGIC, kind.encode(), len(head), zlib.crc32(head))
    put_in_place(path, [first, head, *sections.values()])


def put_in_place(path: Path, pieces: list[bytes]) -> None:
    """Write a file for its owner alone, under a name of this process first. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(pieces)
        waiting.replace(path)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise

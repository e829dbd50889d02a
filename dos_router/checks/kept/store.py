"""Pieces of plain values kept between runs in one file; each is named for all that it was made of.

What cannot be read, was written by other code, or is of another form is as good as not there; what cannot be
written is passed over. Only what the last run asked for is kept on.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from dos_router.routing.compiled.archive import Archive, Damaged, write_archive

Plain = Any  # what JSON can hold
T = TypeVar("T")

ENDING = ".check"
_INDEX = "index"  # the name of the piece that names the others
MOST_KEPT = 16  # files; those written least lately go first
_RELIED_ON = ("pydantic", "yaml", "rapidfuzz")  # for what is read, and for what is likely meant
_WRITE = json.JSONEncoder(separators=(",", ":")).encode
_OF_ANOTHER_FORM = (ValueError, KeyError, TypeError, IndexError, AttributeError)


class Store:
    """The pieces of one folder. Without a path nothing is kept, and nothing found."""

    def __init__(self, path: Path | None = None) -> None:
        """Read what is there."""
        self._path = path
        self._there = {} if path is None else dict(_pieces(path))
        self._asked: dict[str, bytes] = {}
        self._made = False

    @property
    def keeps(self) -> bool:
        """Say whether anything can be kept at all."""
        return self._path is not None

    def find(self, name: str, read: Callable[[Plain], T]) -> T | None:
        """Return a piece as it is read from its plain value; None where there is none."""
        data = self._there.get(name)
        if data is None:
            return None
        try:
            found = read(json.loads(data))
        except _OF_ANOTHER_FORM:
            return None
        self._asked[name] = data
        return found

    def put(self, name: str, plain: Plain) -> None:
        """Keep a piece that was made in this run."""
        if self.keeps:
            self._asked[name] = _WRITE(plain).encode()
            self._made = True

    def found_or_made(
        self, name: str, make: Callable[[], T], *, read: Callable[[Plain], T], write: Callable[[T], Plain]
    ) -> T:
        """Return a piece: as it was kept, else made now and kept."""
        found = self.find(name, read)
        if found is None:
            found = make()
            if self.keeps:
                self.put(name, write(found))
        return found

    def save(self) -> None:
        """Write what this run has asked for, if it differs from what is there."""
        if self._path is None or not (self._made or self._asked.keys() != self._there.keys()):
            return
        with contextlib.suppress(OSError):
            write_archive(self._path, _kind(), {_INDEX: _WRITE(list(self._asked)).encode(), **self._asked})
            _tidy(self._path)


def store_of(folder: Path, cache_folder: Path | None) -> Store:
    """Return what is kept of a folder of the user's."""
    if cache_folder is None:
        return Store()
    named = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]
    return Store(cache_folder / f"{named}{ENDING}")


def _pieces(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the pieces of a file that are whole; none of one that other code has written."""
    with contextlib.suppress(OSError, Damaged, *_OF_ANOTHER_FORM), Archive(path, _kind()) as archive:
        for name in archive.json(_INDEX):
            with contextlib.suppress(Damaged):
                yield name, archive.read(name)


@cache
def _kind() -> str:
    """Return what tells the code that makes pieces: every module and table of the package, and what they run on."""
    package = Path(__file__).parents[2]
    told = (sys.version, [_stamp(name) for name in _RELIED_ON], sorted(_stamps(os.fspath(package))))
    return f"check-{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for one in entries:
            if one.name.endswith((".py", ".csv")):
                found = one.stat()
                yield one.path, found.st_size, found.st_mtime_ns
            elif one.name not in _NO_CODE and one.is_dir():
                yield from _stamps(one.path)


def _stamp(package: str) -> tuple[str, int] | None:
    """Return where a package is, and the time of its first file, without importing it."""
    found = find_spec(package)
    return (found.origin, os.stat(found.origin).st_mtime_ns) if found and found.origin else None  # noqa: PTH116


_NO_CODE = frozenset({"__pycache__", "shipped"})


def _tidy(written: Path) -> None:
    """Take away what runs that were killed have left of the same file, and the files written least lately."""
    for left in written.parent.glob(f".{written.name}.*"):
        left.unlink(missing_ok=True)
    found = sorted(written.parent.glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[MOST_KEPT:]:
        path.unlink(missing_ok=True)

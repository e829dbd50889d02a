"""All files that a directory is read from, as one digest: what is kept of them holds while it is the same.

The live capacity is left out: it changes hourly, and is read every time. Nothing here reads YAML but
`inputs_of`, so that a digest costs little more than reading the files.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dos_router.loading.text_tree import ReadTree

SUFFIXES = (".yaml", ".yml", ".csv", ".parquet")
LIVE = "capacity.csv"
_CODE = ("", "loading", "loading/shapes", "model", "reference", "routing/compiled", "signoff")
_BLOCK = 1 << 20


class Inputs(NamedTuple):
    """The folders that a directory is read from (its own is `.`), and single files elsewhere, as seen from it."""

    folders: tuple[str, ...]
    files: tuple[str, ...]


def inputs_of(folder: Path, read: ReadTree | None = None) -> Inputs | None:
    """Return what a directory is read from, by its directory.yaml; None where that cannot be told.

    `read` reads a YAML file; without it, it is read for this alone.
    """
    from dos_router.diagnostics import Location  # noqa: PLC0415 - only where nothing is kept yet
    from dos_router.loading.inclusion import included_folders  # noqa: PLC0415
    from dos_router.loading.shapes.directory import DirectoryShape  # noqa: PLC0415
    from dos_router.loading.text_tree import read_tree  # noqa: PLC0415
    from dos_router.loading.validation import validate  # noqa: PLC0415

    tree, _ = (read or read_tree)(folder / "directory.yaml", Location("directory.yaml"))
    shape = validate(DirectoryShape, tree)[0] if tree else None
    if tree is None or shape is None:
        return None
    included, problems = included_folders(folder, shape.include, tree)
    if problems:
        return None
    return Inputs((".", *(name for _, name in included)), tuple(sorted(map(str, shape.reference.values()))))


def digest_of(folder: Path, inputs: Inputs) -> str:
    """Return the digest of all files that are read, their names, our own tables, and the code that reads them.

    Raises OSError for what cannot be read, a pipe or a device among them.
    """
    whole = hashlib.sha256(repr((inputs, list(_stamps()))).encode())
    for name in inputs.folders:
        for kind in ("", "services/"):
            home = f"{folder}/{name}/{kind}"
            for each in _names(home):
                if kind or name != "." or each != LIVE:
                    _feed(whole, f"{name}/{kind}{each}", home + each)
    for name in inputs.files:
        _feed(whole, name, f"{folder}/{name}")
    return whole.hexdigest()


def surroundings_of(folder: Path, inputs: Inputs) -> str:
    """Return the digest of all files that a service is read and judged by, those of services apart.

    Raises OSError for what cannot be read, a pipe or a device among them.
    """
    whole = hashlib.sha256(repr((inputs, str(folder))).encode())
    for name in inputs.folders:
        home = f"{folder}/{name}/"
        for each in _names(home):
            if name != "." or each != LIVE:
                _feed(whole, f"{name}/{each}", home + each)
    for name in inputs.files:
        _feed(whole, name, f"{folder}/{name}")
    return whole.hexdigest()


def _names(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as found:
            return sorted(one.name for one in found if one.name.endswith(SUFFIXES))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _feed(whole: hashlib._Hash, name: str, path: str) -> None:
    """Add a file's name, length and content; a pipe is not waited for."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(f"{name} is no file")
        whole.update(f"\0{name}\0{found.st_size}\0".encode("utf-8", "surrogateescape"))
        while block := os.read(handle, _BLOCK):
            whole.update(block)
    finally:
        os.close(handle)


def _stamps() -> Iterator[tuple[str, int, int]]:
    """Yield the name, length and time of every file of the package that has a say in what is read."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - the quickest
    for part in _CODE:
        with os.scandir(f"{package}/{part}") as entries:
            for one in sorted(entries, key=lambda entry: entry.name):
                if one.name.endswith((".py", ".csv")):
                    found = one.stat()
                    yield one.path, found.st_size, found.st_mtime_ns

"""`check --watch`: look again whenever a file has changed, until the reader has seen enough."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import typer

EVERY_SECONDS = 0.5
_SUFFIXES = frozenset({".yaml", ".yml", ".csv", ".parquet"})

Stamp = frozenset[tuple[str, int, int]]


def watch(folders: Iterable[Path], look: Callable[[], None], *, wait: Callable[[float], None] = time.sleep) -> None:
    """Look, and look again after every change of a file in the folders; an interruption ends it."""
    places = list(folders)
    for _ in changes(places, wait):
        look()
        typer.echo("watching: Ctrl-C ends", err=True)


def changes(folders: list[Path], wait: Callable[[float], None]) -> Iterator[Stamp]:
    """Yield the state of the files at first, and whenever it is another; `wait` is called between looks."""
    seen: Stamp | None = None
    while True:
        now = stamp(folders)
        if now != seen:
            seen = now
            yield now
        wait(EVERY_SECONDS)


def stamp(folders: Iterable[Path]) -> Stamp:
    """Return what tells a file from its earlier self: path, moment of change, and size."""
    found: set[tuple[str, int, int]] = set()
    for path in (path for folder in folders for path in folder.rglob("*") if path.suffix in _SUFFIXES):
        try:
            at = path.stat()
        except OSError:  # it went between the two looks
            continue
        found.add((str(path), at.st_mtime_ns, at.st_size))
    return frozenset(found)

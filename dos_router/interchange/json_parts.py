"""A file of JSON → the elements of its long lists one by one, then the rest of it: for files larger than memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dos_router.diagnostics import Location
from dos_router.interchange.json_cursor import Cursor, said_twice, text_of

LINES = frozenset({".ndjson", ".jsonl"})
TOP = ""  # the list of a file that is one list


class Part(NamedTuple):
    """An element of a list, or, with no number, what is left of the file: its lists are empty there."""

    value: Any
    at: Location
    list: str = TOP
    number: int | None = None

    @property
    def path(self) -> str:
        """Return the path of an element."""
        return f"{self.list}[{self.number}]"


def read_parts(path: Path, lists: Collection[str]) -> Iterator[Part]:
    """Yield the elements of the lists of these names, and of a file that is one list, then the rest of the file.

    Of a file with a value a line, those of each line, with its line. Raises Malformed, OSError.
    """
    if path.suffix in LINES:
        for value, at in read_lines(path):
            yield from parts_of(value, lists, at)
        return
    where = Location(path.name, folder=str(path.parent))
    cursor = Cursor(text_of(path), where)
    begins = cursor.next_mark()
    rest: Any = {} if begins == "{" else []
    if begins == "{":
        yield from _members(cursor, lists, rest)
    elif begins == "[":
        yield from _elements(cursor, TOP)
    else:
        rest = cursor.value()
    cursor.end()
    yield Part(rest, where)


def read_lines(path: Path) -> Iterator[tuple[Any, Location]]:
    """Yield the value of each line of a file, with its place. Raises Malformed, OSError."""
    where = Location(path.name, folder=str(path.parent))
    for number, line in enumerate(_lines(path), start=1):
        if line.strip():
            at = where._replace(line=number)
            cursor = Cursor(iter([line]), at)
            value = cursor.value()
            cursor.end()
            yield value, at


def parts_of(value: Any, lists: Collection[str], at: Location) -> Iterator[Part]:  # noqa: ANN401 - JSON
    """Yield the parts of a value that is held whole."""
    if isinstance(value, list):
        yield from (Part(one, at, TOP, number) for number, one in enumerate(value))
        yield Part([], at)
        return
    rest = dict(value) if isinstance(value, dict) else value
    named = [name for name in rest if name in lists and isinstance(rest[name], list)] if rest is not value else []
    for name in named:
        rest[name] = []
        yield from (Part(one, at, name, number) for number, one in enumerate(value[name]))
    yield Part(rest, at)


def _members(cursor: Cursor, lists: Collection[str], rest: dict[str, Any]) -> Iterator[Part]:
    """Yield the elements of an object's lists, and put its other members into `rest`."""
    cursor.take("{", "expecting value")
    if cursor.next_mark() == "}":
        cursor.take("}", "")
        return
    while True:
        if cursor.next_mark() != '"':
            cursor.take('"', "expecting property name enclosed in double quotes")
        name = cursor.value()
        if name in rest:
            raise said_twice(name)
        cursor.take(":", "expecting ':' delimiter")
        if name in lists and cursor.next_mark() == "[":
            rest[name] = []
            yield from _elements(cursor, name)
        else:
            rest[name] = cursor.value()
        if cursor.take(",}", "expecting ',' delimiter") == "}":
            return


def _elements(cursor: Cursor, name: str) -> Iterator[Part]:
    cursor.take("[", "expecting value")
    if cursor.next_mark() == "]":
        cursor.take("]", "")
        return
    number = 0
    while True:
        cursor.next_mark()
        at = cursor.here
        yield Part(cursor.value(), at, name, number)
        number += 1
        if cursor.take(",]", "expecting ',' delimiter") == "]":
            return


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file, which are held one at a time."""
    left = ""
    for piece in text_of(path):
        *whole, left = (left + piece).split("\n")
        yield from whole
    yield left

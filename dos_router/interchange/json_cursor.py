"""A place in a file of JSON: value after value is read from it, and no more of the file is held than the one at hand.

Other people's JSON is read strictly: what it says twice, or says with no meaning, is refused with its place.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from dos_router.diagnostics import Location, Malformed

CHUNK = 1 << 20  # bytes
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SPACE = re.compile(r"[ \t\r\n]*")
_OPEN_STRING = "Unterminated string"
_GOES_ON = 3  # characters that tell whether a number ends: after the 1 of `1e+5` they are `e+5`
_LONGEST_WORD = 16  # characters: `-Infinity` or an escape that the end of a chunk may have cut


def text_of(path: Path) -> Iterator[str]:
    """Yield the text of a file piece by piece: UTF-8, with a mark of bytes at its front or without, or UTF-16 with one.

    Raises Malformed where it is neither, OSError.
    """
    with path.open("rb") as file:
        start = file.read(len(codecs.BOM_UTF8))
        mark = next((mark for mark in _MARKS if start.startswith(mark)), b"")
        name = _MARKS.get(mark, "utf-8")
        decoder = codecs.getincrementaldecoder(name)()
        data, read = start[len(mark) :] + file.read(CHUNK), len(mark)
        while True:
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(data, final=not data)
            except UnicodeDecodeError as problem:
                said = f"`{path.name}` is not {name[:6].rstrip('-').upper()}, at byte {read - pending + problem.start}"
                raise Malformed(said, help="save it as UTF-8, as JSON must be", rule="not-utf-8") from problem
            if text:
                yield text
            if not data:
                return
            read += len(data)
            data = file.read(CHUNK)


class Cursor:
    """Reads values and marks from pieces of text. Raises Malformed where the text is not JSON."""

    def __init__(self, pieces: Iterator[str], where: Location) -> None:
        """Begin at the front of the first piece; `where` is the place of it."""
        self._pieces = pieces
        self._where = where
        self._text = ""
        self._at = 0
        self._lines, self._columns, self._counted = (where.line or 1) - 1, 0, 0  # how far, and up to where
        self._is_whole = False
        self._decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refused)

    @property
    def here(self) -> Location:
        """Return the line and column of what comes next."""
        return self._place(self._at)

    def next_mark(self) -> str:
        """Return the character that comes next, spaces apart; nothing at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read_on():
                return ""

    def take(self, marks: str, expected: str) -> str:
        """Go past one of some marks, and return it."""
        found = self.next_mark()
        if not found or found not in marks:
            raise self._not_json(expected, self._at)
        self._at += 1
        return found

    def value(self) -> Any:  # noqa: ANN401 - JSON
        """Return the value that comes next, and go past it."""
        self.next_mark()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as problem:
                if not self._is_cut_short(problem) or not self._read_on():
                    raise self._not_json(problem.msg.lower(), problem.pos) from problem
            except Malformed:
                raise
            except RecursionError as problem:
                said = f"`{self._where.file}` is nested too deeply to be meant"
                raise Malformed(said, help="fetch it again, or ask who made it", rule="bad-json") from problem
            except ValueError as problem:  # a number of thousands of digits
                raise self._not_json("a number is too long to be meant", self._at) from problem
            else:
                if end + _GOES_ON <= len(self._text) or not self._read_on():
                    self._at = end
                    return value

    def end(self) -> None:
        """Say that nothing may follow."""
        if self.next_mark():
            raise self._not_json("extra data", self._at)

    def _is_cut_short(self, problem: json.JSONDecodeError) -> bool:
        """Say whether more of the text may mend what is wrong."""
        return problem.msg.startswith(_OPEN_STRING) or problem.pos > len(self._text) - _LONGEST_WORD

    def _read_on(self) -> bool:
        """Read at least as much again as is held from here on, and let go of what lies before; False at the end."""
        wanted, read = max(1, len(self._text) - self._at), list[str]()
        while wanted > 0 and not self._is_whole:
            piece = next(self._pieces, None)
            self._is_whole = piece is None
            read.append(piece or "")
            wanted -= len(read[-1])
        if not any(read):
            return False
        self._count_to(self._at)
        self._text, self._at, self._counted = self._text[self._at :] + "".join(read), 0, 0
        return True

    def _count_to(self, at: int) -> None:
        """Count the lines, and the characters of the last, up to a place that is not before the last one."""
        lines = self._text.count("\n", self._counted, at)
        last = self._text.rfind("\n", self._counted, at) + 1
        self._columns = at - last if lines else self._columns + at - self._counted
        self._lines += lines
        self._counted = at

    def _place(self, at: int) -> Location:
        self._count_to(at)
        return self._where._replace(line=self._lines + 1, column=self._columns + 1)

    def _not_json(self, said: str, at: int) -> Malformed:
        place = self._place(at)
        whole = f"`{place.file}` is not JSON at {place.line}:{place.column}: {said}"
        return Malformed(whole, help="it may break off: fetch it again", rule="bad-json")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise said_twice(next(name for name in names if names.count(name) > 1))
    return found


def said_twice(name: str) -> Malformed:
    """Return what is to be said of a name that stands twice in one object."""
    return Malformed(f"`{name}` is said twice in one object", help="keep one of them", rule="duplicate-key")


def _refused(word: str) -> NoReturn:
    raise Malformed(f"`{word}` is no number of JSON", help="write a number, or leave it out", rule="bad-number")

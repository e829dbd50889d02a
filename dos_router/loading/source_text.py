"""Bytes of a file → text that a reviewer sees whole: UTF-8, no invisible or control characters."""

from __future__ import annotations

import re
from pathlib import Path

from dos_router.diagnostics import Diagnostic, Location, error

MAX_BYTES = 64 * 1024 * 1024
MAX_REPORTED = 20

# control characters, a return that ends no line; line breaks and joins that only a parser sees; marks of
# direction and of no width
HIDDEN = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ud800-\udfff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_BOMS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def read_source(path: Path, where: Location) -> tuple[str | None, list[Diagnostic]]:
    """Return the text of a file, without its byte-order mark, or None and why it cannot be used."""
    data, problems = read_bytes(path, where)
    return (None, problems) if data is None else decode_source(data, where)


def read_bytes(path: Path, where: Location) -> tuple[bytes | None, list[Diagnostic]]:
    """Return the bytes of a file, or None and why they cannot be had."""
    try:
        # a pipe or a device is no file: reading it could wait, or go on, for ever
        if path.exists() and not path.is_file():
            return None, [error("unreadable-file", "this is no file", where, "put a file there, or take it away")]
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as problem:
        reason = problem.strerror or "it cannot be opened"
        said = f"the file cannot be read: {reason.lower()}"
        return None, [error("unreadable-file", said, where, "is it there, and may you read it?")]
    if len(data) > MAX_BYTES:
        return None, [error("file-too-large", "the file is over 64 MiB", where, "split it, one provider a file")]
    return data, []


def decode_source(data: bytes, where: Location) -> tuple[str | None, list[Diagnostic]]:
    """Return bytes as text, or None with each place that is not plain UTF-8 text."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return None, [error("not-utf-8", f"the file is {name}", where, "save it as UTF-8")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return None, [_undecodable(data, problem.start, where)]
    hidden = [_hidden(text, match, where) for match in HIDDEN.finditer(text)]
    return (None, hidden[:MAX_REPORTED]) if hidden else (text, [])


def name_of(character: str) -> str:
    """Return a character as `U+0085`, to be shown instead of it."""
    return f"U+{ord(character):04X}"


def _undecodable(data: bytes, offset: int, where: Location) -> Diagnostic:
    line = data.count(b"\n", 0, offset) + 1
    column = offset - (data.rfind(b"\n", 0, offset) + 1) + 1
    return error(
        "not-utf-8",
        f"byte {offset} (0x{data[offset]:02X}) is not UTF-8 text",
        where._replace(line=line, column=column),
        "save the file as UTF-8",
    )


def _hidden(text: str, match: re.Match[str], where: Location) -> Diagnostic:
    start = max(text.rfind("\n", 0, match.start()), text.rfind("\r", 0, match.start())) + 1
    before = text[: match.start()]
    line = before.count("\n") + before.count("\r") - before.count("\r\n") + 1
    return error(
        "hidden-character",
        f"the character {name_of(match[0])} cannot be seen, and may hide or reorder text",
        where._replace(line=line, column=match.start() - start + 1),
        "delete it",
    )

"""Other people's JSON, read strictly: what it says twice, or says with no meaning, is refused with its place."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from dos_router.diagnostics import Location, Malformed

LARGEST = 512 * 1024 * 1024  # bytes: a bundle is read whole
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_json(path: Path) -> Iterator[tuple[Any, Location]]:
    """Yield the value of a file of JSON; of one with a value a line, each with its line. Raises Malformed, OSError.

    UTF-8, with a mark of bytes at its front or without, or UTF-16 with one.
    """
    where = Location(path.name, folder=str(path.parent))
    if path.stat().st_size > LARGEST:
        said = f"`{path.name}` is over {LARGEST // 2**20} MB"
        raise Malformed(said, help="split it, or write a resource a line (.ndjson)", rule="file-too-large")
    text = _decoded(path)
    if path.suffix in {".ndjson", ".jsonl"}:
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield _value(line, where._replace(line=number)), where._replace(line=number)
        return
    yield _value(text, where), where


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        said = f"`{path.name}` is not {encoding.removesuffix('-sig').upper()}, at byte {problem.start}"
        raise Malformed(said, help="save it as UTF-8, as JSON must be", rule="not-utf-8") from problem


def _value(text: str, where: Location) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    except json.JSONDecodeError as problem:
        line = where.line or problem.lineno
        said = f"`{where.file}` is not JSON at {line}:{problem.colno}: {problem.msg.lower()}"
        raise Malformed(said, help="it may break off: fetch it again", rule="bad-json") from problem
    except RecursionError as problem:
        said = f"`{where.file}` is nested too deeply to be meant"
        raise Malformed(said, help="fetch it again, or ask who made it", rule="bad-json") from problem


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Malformed(f"`{twice}` is said twice in one object", help="keep one of them", rule="duplicate-key")
    return found


def _refused(word: str) -> NoReturn:
    raise Malformed(f"`{word}` is no number of JSON", help="write a number, or leave it out", rule="bad-number")

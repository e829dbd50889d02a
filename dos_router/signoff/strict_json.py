"""Signed JSON, read so that two readers cannot see two things: no duplicate keys, no odd numbers or characters."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from dos_router.diagnostics import Location, Malformed
from dos_router.loading.source_text import decode_source

MAX_STATEMENT = 64 * 1024 * 1024


def parse_object(data: bytes, keys: frozenset[str]) -> dict[str, Any]:
    """Return a JSON object that has exactly these keys. Raises Malformed for anything a reader may mistake."""
    found = _parse(data)
    if not isinstance(found, dict):
        raise Malformed("the text is not a JSON object", rule="statement-form")
    for wrong in sorted(found.keys() ^ keys):
        said = f"the key `{wrong}` is missing" if wrong in keys else f"the key `{wrong}` is not known"
        raise Malformed(said, rule="statement-form", help=f"its keys are: {', '.join(sorted(keys))}")
    return found


def write_object(found: dict[str, Any]) -> bytes:
    """Return JSON as it is signed: sorted keys, indent 1, LF, a final newline."""
    return (json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def text_of(found: dict[str, Any], key: str) -> str:
    """Return the text under a key. Raises Malformed."""
    value = found[key]
    if not isinstance(value, str):
        raise Malformed(f"`{key}` is not a text", rule="statement-form")
    return value


def whole_of(found: dict[str, Any], key: str) -> int:
    """Return the whole number from 1 under a key. Raises Malformed."""
    value = found[key]
    if type(value) is not int or value < 1:
        raise Malformed(f"`{key}` is not a whole number from 1", rule="statement-form")
    return value


def map_of(found: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the object under a key. Raises Malformed."""
    value = found[key]
    if not isinstance(value, dict):
        raise Malformed(f"`{key}` is not an object", rule="statement-form")
    return value


def _parse(data: bytes) -> Any:  # noqa: ANN401 - JSON
    if len(data) > MAX_STATEMENT:
        raise Malformed("the text is over 64 MiB", rule="statement-form")
    text, problems = decode_source(data, Location("statement.json"))
    if text is None:
        raise Malformed(problems[0].message, help=problems[0].help, rule="statement-form")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number)
    except json.JSONDecodeError as problem:
        raise Malformed(f"line {problem.lineno} is not JSON", rule="statement-form") from problem
    except (RecursionError, ValueError) as problem:
        if isinstance(problem, Malformed):
            raise
        raise Malformed("the text is not JSON that can be read", rule="statement-form") from problem


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        cure = "two readers may see two things in it: prepare and sign it anew"
        raise Malformed(f"the key `{twice}` is given twice", help=cure, rule="duplicate-key-in-statement")
    return found


def _no_number(text: str) -> NoReturn:
    raise Malformed(f"the number `{text}` is not whole", rule="statement-form")

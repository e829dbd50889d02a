"""What is safe to mend in a file of people's text, and the text with it mended; the rest stays byte for byte.

Values: a postcode's space and capitals, a telephone number's groups, `23:59` at the end of a span. Layout:
spaces at the ends of lines, and the order of the keys of a service.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from types import MappingProxyType
from typing import Any, NamedTuple

from dos_router.checks.fix_order import KEY_ORDER, in_standard_order, untidy_records
from dos_router.checks.fix_text import Path, Written
from dos_router.checks.fix_values import tidy_hours, tidy_phone, tidy_postcode
from dos_router.diagnostics import Location
from dos_router.loading.source_text import decode_source
from dos_router.loading.text_tree import parse_tree

TRAILING_SPACE = "trailing-space"
UNTIDY_POSTCODE = "untidy-postcode"
UNTIDY_PHONE = "untidy-phone"
MIDNIGHT = "midnight-as-23-59"
FIXABLE = (MIDNIGHT, UNTIDY_POSTCODE, UNTIDY_PHONE, KEY_ORDER, TRAILING_SPACE)

_FILE = Location("file")
_TRAILING = re.compile(r"[ \t]+(?=\r?(?:\n|\Z))")
_BOM = b"\xef\xbb\xbf"
_TIDY = {MIDNIGHT: tidy_hours, UNTIDY_POSTCODE: tidy_postcode, UNTIDY_PHONE: tidy_phone}
_RULES: Mapping[Path, str] = MappingProxyType({
    ("location", "postcode"): UNTIDY_POSTCODE,
    ("phone",): UNTIDY_PHONE,
    ("professional_phone",): UNTIDY_PHONE,
    ("opening",): MIDNIGHT,
})  # fmt: skip

Wanted = Callable[[str, int], bool]


class Edit(NamedTuple):
    """A piece of text to be replaced: by which rule, at which line (1-based) and column of what is untidy.

    `path` leads to the value; it is empty where only the layout changes.
    """

    rule: str
    line: int
    column: int
    start: int
    end: int
    text: str
    path: Path


class Mended(NamedTuple):
    """A file's new bytes, and how many things of each rule were mended."""

    data: bytes
    counts: Mapping[str, int]


def mended(data: bytes, wanted: Wanted) -> Mended | None:
    """Return a file with what is wanted (by rule and line) mended; None where nothing is, or it cannot be read.

    Nothing is returned either unless the new text says the same, its mended values apart.
    """
    text, _ = decode_source(data, _FILE)
    tree = parse_tree(text, _FILE)[0] if text else None
    if text is None or tree is None:
        return None
    written = Written(text)
    edits = [edit for edit in edits_of(written) if wanted(edit.rule, edit.line)]
    records = {record.line for record in untidy_records(written) if wanted(KEY_ORDER, record.line)}
    after = in_standard_order(_applied(text, edits), records)
    read = parse_tree(after, _FILE)[0]
    if after == text or read is None or read.value != _meant(tree.value, edits):
        return None
    counts = Counter(edit.rule for edit in edits) + Counter({KEY_ORDER: len(records)})
    return Mended((_BOM if data.startswith(_BOM) else b"") + after.encode(), dict(counts))


def edits_of(written: Written) -> list[Edit]:
    """Return what is untidy within the lines of a text, in the order of its places."""
    values = (edit for path, node in written.services for edit in _values(path, node, written))
    return sorted([*values, *_trailing(written)], key=lambda edit: edit.start)


def _values(path: Path, node: Any, written: Written) -> Iterator[Edit]:  # noqa: ANN401 - PyYAML's node
    for scalar in written.scalars(path, node):
        rule = _rule_of(scalar.path[len(path) :])
        old = written.text[scalar.start : scalar.end]
        new = _TIDY[rule](old) if rule else old
        if rule and new != old:
            yield Edit(rule, scalar.line, scalar.column, scalar.start, scalar.end, new, scalar.path)


def _rule_of(path: Path) -> str | None:
    """Return the rule by which a field of a service is mended; None for most."""
    return MIDNIGHT if path[0] == "dates" else _RULES.get(path)


def _trailing(written: Written) -> Iterator[Edit]:
    """Yield spaces at the ends of lines, those of a text over several lines apart: they may be part of it."""
    line = 0
    for match in _TRAILING.finditer(written.text):
        while written.starts[line + 1] <= match.start():
            line += 1
        if line + 1 not in written.within_texts:
            column = match.start() - written.starts[line] + 1
            yield Edit(TRAILING_SPACE, line + 1, column, match.start(), match.end(), "", ())


def _applied(text: str, edits: list[Edit]) -> str:
    pieces, done = list[str](), 0
    for edit in edits:
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*pieces, text[done:]])


def _meant(value: Any, edits: list[Edit]) -> Any:  # noqa: ANN401 - a tree's value
    """Return what the mended text must say: each value that was mended, mended; all else as it is."""
    value = deepcopy(value)
    for edit in edits:
        if edit.path:
            *within, name = edit.path
            parent = value
            for step in within:
                parent = parent[step]
            parent[name] = _TIDY[edit.rule](parent[name])
    return value

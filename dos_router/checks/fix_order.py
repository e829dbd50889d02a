"""The keys of a service in the order of the format, each with its comments; lines are moved, never changed."""
# ruff: noqa: ANN401 - PyYAML types its nodes too loosely to be of use

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from dos_router.checks.fix_text import Written, last_line
from dos_router.loading.shapes.services import ServiceShape

KEY_ORDER = "key-order"
_PLACES = {name: number for number, name in enumerate(ServiceShape.model_fields)}


class Record(NamedTuple):
    """A service whose keys stand in another order: its line and column (1-based), its keys, and its lines.

    `cuts` are the numbers (from 0) of the lines at which each key's own begin, and where the last one's end.
    """

    line: int
    column: int
    keys: tuple[str, ...]
    cuts: tuple[int, ...]

    @property
    def misplaced(self) -> tuple[str, str]:
        """Return the first key that stands after one that it should come before, and that one."""
        pairs = zip(self.keys, self.keys[1:], strict=False)
        return next((late, early) for early, late in pairs if _PLACES[late] < _PLACES[early])


def untidy_records(written: Written) -> list[Record]:
    """Return the records of a file, one key a line, whose keys are not in the order of the format."""
    lines = written.text.split("\n")
    found = (_record(node, lines) for _, node in written.services)
    return [one for one in found if one and is_out_of_order(one.keys)]


def is_out_of_order(keys: Iterable[str]) -> bool:
    """Say whether the keys of a service, those of the format, stand in another order."""
    places = [_PLACES[key] for key in keys if key in _PLACES]
    return places != sorted(places)


def in_standard_order(text: str, at: set[int]) -> str:
    """Return a text with the keys of the records at these lines in order."""
    lines = text.split("\n")
    for record in reversed([one for one in untidy_records(Written(text)) if one.line in at] if at else []):
        first, end = record.cuts[0], record.cuts[-1]
        lines[first:end] = _reordered(record, lines)
    return "\n".join(lines)


def _record(node: Any, lines: list[str]) -> Record | None:
    """Return a record that is written one key below another, and knows no other keys; else None."""
    keys = [key for key, _ in node.value]
    names = tuple(str(key.value) for key in keys)
    rows = [int(key.start_mark.line) for key in keys]
    if node.flow_style or len(set(rows)) < len(rows) or not set(names) <= _PLACES.keys():
        return None
    if any(_keeps_lines(value, lines) for _, value in node.value):
        return None
    ends = [max(row, last_line(value)) + 1 for row, (_, value) in zip(rows, node.value, strict=True)]
    column = int(keys[0].start_mark.column)
    cuts = [rows[0], *(_cut(end, row, column, lines) for end, row in zip(ends, rows[1:], strict=False)), ends[-1]]
    return Record(rows[0] + 1, column + 1, names, tuple(cuts))


def _keeps_lines(node: Any, lines: list[str]) -> bool:
    """Say whether a text keeps the breaks after it, which would not move with it, or lacks its last."""
    if node.id == "scalar":
        header = lines[node.start_mark.line][node.start_mark.column :].partition("#")[0]
        return node.style in {"|", ">"} and ("+" in header or last_line(node) == len(lines) - 1)
    parts = [part for pair in node.value for part in pair] if node.id == "mapping" else node.value
    return any(_keeps_lines(part, lines) for part in parts)


def _cut(end: int, row: int, column: int, lines: list[str]) -> int:
    """Return where the lines of the next key begin: remarks further in belong to the key above them."""
    while end < row and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip()) > column:
        end += 1
    return end


def _reordered(record: Record, lines: list[str]) -> list[str]:
    """Return a record's lines, key by key in order; the dash of the list stays before the first."""
    column, (first, *_, end) = record.column - 1, record.cuts
    bounds = zip(record.keys, record.cuts, record.cuts[1:], strict=False)
    pieces = {name: lines[start:stop] for name, start, stop in bounds}
    pieces[record.keys[0]][0] = " " * column + lines[first][column:]
    unended = end == len(lines) and lines[first].endswith("\r")  # the last line of a file, without its break
    if unended:
        pieces[record.keys[-1]][-1] += "\r"
    moved = [line for name in sorted(pieces, key=_PLACES.__getitem__) for line in pieces[name]]
    head = next(number for number, line in enumerate(moved) if line.strip() and not line.lstrip().startswith("#"))
    moved[head] = lines[first][:column] + moved[head][column:]
    return [*moved[:-1], moved[-1].removesuffix("\r")] if unended else moved

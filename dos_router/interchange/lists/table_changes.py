"""Two versions of a table of services → what the newer list added, changed and dropped."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from dos_router.diagnostics import Location
from dos_router.interchange.lists.merge import DATED, Change, Kind

Rows = dict[str, tuple[int, dict[str, str]]]


def table_changes(old: Path, newer: Path, name: str) -> list[Change]:
    """Return each service that was added or has gone, and each field that changed; dates of checking aside."""
    before, after = _rows(old), _rows(newer)
    added = [Change(Kind.ADDED, one, name, at=_at(name, after[one][0])) for one in sorted(after.keys() - before.keys())]
    gone = [Change(Kind.GONE, one, name) for one in sorted(before.keys() - after.keys())]
    changed = [
        Change(Kind.CHANGED, one, name, field, old_text or None, new_text or None, _at(name, after[one][0]))
        for one in sorted(before.keys() & after.keys())
        for field, old_text, new_text in _differing(before[one][1], after[one][1])
    ]
    return [*added, *changed, *gone]


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: (line, row) for line, row in enumerate(csv.DictReader(file), start=2)}


def _differing(before: dict[str, str], after: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for name, text in after.items():
        if text != before.get(name, "") and not name.startswith(f"{DATED}."):
            yield name, before.get(name, ""), text


def _at(name: str, line: int) -> Location:
    return Location(name, line, 1)

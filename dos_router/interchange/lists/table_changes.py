"""Two versions of a table of services → what the newer list added, changed and dropped.

Tables may have millions of rows, so both are gone through twice: first for a digest of each row, sixteen bytes a
service, then for the rows that differ. What is held grows with the changes, not with the tables.
"""

from __future__ import annotations

import csv
import hashlib
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dos_router.diagnostics import Location
from dos_router.interchange.lists.merge import DATED, Change, Kind

Rows = dict[str, tuple[int, dict[str, str]]]
Places = NDArray[np.int64]


def table_changes(old: Path, newer: Path, name: str) -> list[Change]:
    """Return each service that was added or has gone, and each field that changed; dates of checking aside."""
    ours, theirs = _differing_rows(old, newer)
    before, after = _rows(old, ours), _rows(newer, theirs)
    added = [Change(Kind.ADDED, one, name, at=_at(name, after[one][0])) for one in sorted(after.keys() - before.keys())]
    gone = [Change(Kind.GONE, one, name) for one in sorted(before.keys() - after.keys())]
    changed = [
        Change(Kind.CHANGED, one, name, field, old_text or None, new_text or None, _at(name, after[one][0]))
        for one in sorted(before.keys() & after.keys())
        for field, old_text, new_text in _differing(before[one][1], after[one][1])
    ]
    return [*added, *changed, *gone]


def _differing_rows(old: Path, newer: Path) -> tuple[Places, Places]:
    """Return where in each table the rows stand that the other has not word for word, dates of checking aside."""
    ours, theirs = _digests(old), _digests(newer)
    return _lacking(ours, theirs), _lacking(theirs, ours)


def _lacking(ours: NDArray[np.bytes_], theirs: NDArray[np.bytes_]) -> Places:
    """Return where those of ours stand that are not among theirs; as `isin`, in a fourth of its memory."""
    if not len(theirs):
        return np.arange(len(ours))
    known = np.sort(theirs)
    at = np.searchsorted(known, ours)
    at[at == len(known)] = 0
    return np.flatnonzero(known[at] != ours)


def _digests(path: Path) -> NDArray[np.bytes_]:
    """Return sixteen bytes for each row, in order."""
    found = array("B")
    rows = _cells(path)
    _, names = next(rows)
    stated = [at for at, name in enumerate(names) if not _is_dated(name)]
    for _, cells in rows:
        text = "\x1f".join([cells[at] for at in stated])
        found.frombytes(hashlib.blake2b(text.encode(), digest_size=16).digest())
    return np.frombuffer(found, dtype="S16")


def _rows(path: Path, places: Places) -> Rows:
    """Return the rows that stand at some places, by id, each with its line."""
    wanted = set((places + 2).tolist())
    rows = _cells(path)
    _, names = next(rows)
    found = ((line, dict(zip(names, cells, strict=True))) for line, cells in rows if line in wanted)
    return {row["id"]: (line, row) for line, row in found}


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row with its line, the header first; no cell of ours runs over lines."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from enumerate(csv.reader(file), start=1)


def _differing(before: dict[str, str], after: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for name, text in after.items():
        if text != before.get(name, "") and not _is_dated(name):
            yield name, before.get(name, ""), text


def _is_dated(name: str) -> bool:
    return name.startswith(f"{DATED}.")


def _at(name: str, line: int) -> Location:
    return Location(name, line, 1)

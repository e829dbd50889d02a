"""Looks up the lines of changes of which a difference knows the file alone: directory.yaml, policy, tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from dos_router.analysis.difference_change import Change, Difference
from dos_router.diagnostics import Location, Malformed
from dos_router.loading.table_rows import read_rows
from dos_router.loading.text_tree import Tree, read_tree
from dos_router.model.postcodes import parse_postcode

Lines: TypeAlias = dict[str, Location]
Files: TypeAlias = dict[Location, Tree | Lines | None]


def with_lines(difference: Difference) -> Difference:
    """Return a difference with each change's line in both versions, from their files as they are now.

    A file that is not there, or a key or row that is in no file, leaves no place.
    """
    files: Files = {}
    changes = tuple(
        replace(
            change,
            base_at=_looked_up(change.base_at, change, files),
            proposed_at=_looked_up(change.proposed_at, change, files),
        )
        for change in difference.changes
    )
    return replace(difference, changes=changes)


def _looked_up(at: Location | None, change: Change, files: Files) -> Location | None:
    if at is None or at.line or not change.key:
        return at
    file = _existing(at)
    if file is None:
        return None
    if file not in files:
        files[file] = _read(file)
    found = files[file]
    if isinstance(found, Tree):
        return _in_tree(found, change.key)
    return (found or {}).get(_tidy(change.key[-1]))


def _existing(at: Location) -> Location | None:
    """Return the file itself, or the Parquet table that stands for a CSV one; None where there is neither."""
    others = (at, at._replace(file=at.file.removesuffix(".csv") + ".parquet"))
    return next((one for one in others if Path(one.full).is_file()), None)


def _read(file: Location) -> Tree | Lines | None:
    """Return a YAML file as a tree, a table as places by the first cell of each row."""
    if file.file.endswith(".yaml"):
        return read_tree(Path(file.full), file)[0]
    rows, _ = read_rows(Path(file.full), file, ())
    return {_tidy(row.record.cells[0]): row.at for row in rows}


def _in_tree(tree: Tree, key: tuple[str, ...]) -> Location | None:
    """Return where a key, or the map of a list with that id, stands; the key above it where it does not."""
    path: list[Any] = []
    value: Any = tree.value
    for step in key:
        inside = _by_name(value)
        if _tidy(step) not in inside:
            break
        path.append(inside[_tidy(step)])
        value = value[path[-1]]
    return tree.location(*path) if path else None


def _by_name(value: Any) -> dict[str, str | int]:  # noqa: ANN401 - a tree holds whatever was written
    """Return the keys of a map, or the indexes of a list of maps by their ids."""
    if isinstance(value, list):
        return {_tidy(str(one.get("id"))): number for number, one in enumerate(value) if isinstance(one, dict)}
    return {_tidy(name): name for name in value} if isinstance(value, dict) else {}


def _tidy(text: str) -> str:
    """Return a key in one spelling: postcodes as we write them, else small letters."""
    try:
        return parse_postcode(text)
    except Malformed:
        return text.strip().lower()

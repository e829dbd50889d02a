"""What directory.yaml itself says, included directories apart: its commissioners, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dos_router.checks.subject import Subject
from dos_router.diagnostics import Location
from dos_router.loading.validation import value_at


def own_commissioners(subject: Subject) -> Iterator[tuple[str, Location]]:
    """Yield the id and place of each commissioner that the directory's own file lists."""
    tree = subject.tree("directory.yaml")
    listed: list[dict[str, Any]] = (value_at(tree, ("commissioners",)) or []) if tree else []
    for number, one in enumerate(listed):
        if tree and isinstance(one, dict) and one.get("id") in subject.directory.commissioners:
            yield str(one["id"]), tree.location("commissioners", number)


def place_of(subject: Subject, *path: str | int) -> Location | None:
    """Return where a key of directory.yaml stands."""
    tree = subject.tree("directory.yaml")
    return tree.location(*path) if tree else None

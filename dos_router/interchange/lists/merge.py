"""Three ways to one: what the last import wrote, what stands in the files now, and what the list says today.

A field that only the list changed is changed; one that only people changed is kept; one that both changed stays as
people wrote it, and is told as a conflict. A service that the list has dropped is closed, never deleted; one that
people deleted is not brought back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from dos_router.diagnostics import Location
from dos_router.interchange.lists.draft import FIELDS
from dos_router.interchange.lists.edited_file import EditedRecord
from dos_router.interchange.lists.last_import import Written
from dos_router.loading.text_tree import parse_tree

CLOSED = "closed"
DATED = "checked"  # changes with every list; what people wrote there is theirs


class Kind(StrEnum):
    """What became of a service, or of a field of it."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"
    MOVED = "moved"
    CONFLICT = "conflict"
    DELETED = "deleted"


class Change(NamedTuple):
    """One change: `before` and `after` are as the files write them, None where there is nothing."""

    kind: Kind
    service: str
    file: str
    field: str = ""
    before: str | None = None
    after: str | None = None
    at: Location | None = None


@dataclass(slots=True)
class Merged:
    """The texts of fields to be set in a record (None: taken out), what is told, and whether people had edited it."""

    edits: dict[str, str | None] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    edited: bool = False


def merge_record(base: Written, now: EditedRecord, theirs: Mapping[str, str]) -> Merged:
    """Merge the fields of one service; `theirs` are the texts that the list's record would have."""
    merged = Merged()
    for name in (*FIELDS, *(name for name in now.texts if name not in FIELDS)):
        if name != "id":
            _merge_field(name, (base.fields.get(name), now.texts.get(name), theirs.get(name)), merged, base, now)
    return merged


def closed(base: Written, since: str | None) -> dict[str, str]:
    """Return the fields of a service that the list has no more: the same, and closed."""
    when = f" of {since}" if since else ""
    return {**base.fields, "status": f"    status: {CLOSED}  # no longer in the list{when}\n"}


def _merge_field(
    name: str, texts: tuple[str | None, str | None, str | None], merged: Merged, base: Written, now: EditedRecord
) -> None:
    before, ours, theirs = texts
    merged.edited |= ours != before
    if theirs in {before, ours}:
        return
    where = now.at if name not in now.lines else now.at._replace(line=now.lines[name].start + 1, column=now.indent + 1)
    if ours == before and now.editable:
        merged.edits[name] = theirs
        if name != DATED:
            merged.changes.append(_change(Kind.CHANGED, name, before, theirs, base, where))
    elif name != DATED and value_of(ours) != value_of(theirs):
        merged.changes.append(_change(Kind.CONFLICT, name, ours, theirs, base, where))


def _change(
    kind: Kind, name: str, before: str | None, after: str | None, base: Written, where: Location
) -> Change:  # fmt: skip
    return Change(kind, base.id, base.file, name, said(before), said(after), where)


def value_of(text: str | None) -> object:
    """Return the value that the text of a field holds, its remarks and quotation marks aside."""
    if text is None:
        return None
    tree, _ = parse_tree(text, Location(""))
    return tree.value if tree else text


def said(text: str | None) -> str | None:
    """Return the text of a field as it is told: what stands after its name."""
    return None if text is None else " ".join(text.split(":", 1)[1].split())

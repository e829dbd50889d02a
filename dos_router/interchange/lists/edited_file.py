"""A provider file as it stands, its records taken apart into the lines of each field, so that one can be changed.

Whatever is not changed stays byte for byte: the remarks of people, blank lines, their order of fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from dos_router.diagnostics import Location, Malformed
from dos_router.interchange.lists.yaml_text import INDENT
from dos_router.loading.text_tree import Mark, Tree, read_tree


class Lines(NamedTuple):
    """Lines of a file, from (included) until (excluded), counted from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EditedRecord:
    """A record as it stands: the lines, text and value of each field.

    `editable` is False where several fields share a line, `remarked` True where other lines stand between
    fields. Texts have our indentation, and no dash.
    """

    at: Location
    lines: Mapping[str, Lines]
    texts: Mapping[str, str]
    values: Mapping[str, Any]
    indent: int
    editable: bool
    remarked: bool

    @property
    def span(self) -> Lines:
        """Return the lines of the whole record."""
        return Lines(min(one.start for one in self.lines.values()), max(one.end for one in self.lines.values()))


@dataclass(frozen=True, slots=True)
class EditedFile:
    """A file: its lines with their ends, its records by id, and how many lines stand before them."""

    path: Path
    lines: list[str]
    records: Mapping[str, EditedRecord]
    head: int
    crlf: bool

    @property
    def head_text(self) -> str:
        """Return what stands before the first record."""
        return "".join(self.lines[: self.head])


def open_edited(path: Path) -> EditedFile:
    """Read a provider file. Raises Malformed for one that is no such file."""
    where = Location(path.name, folder=str(path.parent))
    tree, problems = read_tree(path, where)
    if tree is None or not isinstance(tree.value, dict) or not isinstance(tree.value.get("services"), list):
        said = problems[0].message if problems else "it holds no services"
        cure = "mend it, or take it away together with the record of the import"
        raise Malformed(f"`{path}` cannot be read: {said}", help=cure, rule="unreadable-file")
    written = path.read_bytes().decode("utf-8-sig")
    lines = written.replace("\r\n", "\n").splitlines(keepends=True)
    top = sorted(mark.key_line - 1 for mark in _marks(tree.mark).values())
    services = tree.mark.find(("services",)).key_line - 1
    records = _records(tree, lines, where, _after(services, top, len(lines)))
    head = min((record.span.start for _, record in records), default=services + 1)
    return EditedFile(path, lines, dict(records), head, "\r\n" in written)


def normal(text: str) -> str:
    """Return the text of a field without the dash that begins a record, at our indentation."""
    head = text.lstrip()
    if head.startswith("- "):
        text = text[: len(text) - len(head)] + "  " + head[2:]
    deep = len(text) - len(text.lstrip())
    lines = text.splitlines(keepends=True)
    return "".join(INDENT + line[min(deep, len(line) - len(line.lstrip())) :] for line in lines)


def _records(tree: Tree, lines: list[str], where: Location, last: int) -> list[tuple[str, EditedRecord]]:
    listed = tree.mark.find(("services",)).inside
    marks = listed if isinstance(listed, list) else []
    values: Any = tree.value
    starts = [min((one.key_line for one in _marks(mark).values()), default=mark.line) - 1 for mark in marks]
    found = []
    for number, (mark, value) in enumerate(zip(marks, values["services"], strict=True)):
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            end = starts[number + 1] if number + 1 < len(starts) else last
            found.append((value["id"], _record(_marks(mark), value, lines, end, where)))
    return found


def _record(
    marks: Mapping[str, Mark], value: Mapping[str, Any], lines: list[str], end: int, where: Location
) -> EditedRecord:
    begins = sorted(mark.key_line - 1 for mark in marks.values())
    spans = {
        name: _trimmed(lines, mark.key_line - 1, _after(mark.key_line - 1, begins, end)) for name, mark in marks.items()
    }
    texts = {name: normal("".join(lines[span.start : span.end])) for name, span in spans.items()}
    first = min(marks.values(), key=lambda mark: mark.key_line)
    at = where._replace(line=first.key_line, column=first.key_column)
    whole = max(span.end for span in spans.values()) - min(span.start for span in spans.values())
    return EditedRecord(
        at, spans, texts, value, first.key_column - 1,
        editable=len(set(begins)) == len(begins),
        remarked=whole != sum(span.end - span.start for span in spans.values()),
    )  # fmt: skip


def _marks(mark: Mark) -> Mapping[str, Mark]:
    return mark.inside if isinstance(mark.inside, dict) else {}


def _after(start: int, begins: list[int], end: int) -> int:
    return next((line for line in begins if line > start), end)


def _trimmed(lines: list[str], start: int, end: int) -> Lines:
    """Leave the blank lines and remarks at the end to what follows."""
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return Lines(start, end)

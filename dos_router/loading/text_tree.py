"""YAML → a tree of text: dicts, lists and strings, and beside it where each stands.

Built flat from the events of PyYAML's C parser: its loaders crash on deep files, expand aliases,
and turn `no` into False. An empty value is None; everything else stays the text that was written.
"""
# ruff: noqa: ANN401 - PyYAML types its events too loosely to be of use

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from dos_router.diagnostics import Diagnostic, Location, error
from dos_router.loading.source_text import HIDDEN, name_of, read_source

MAX_DEPTH = 50
MAX_VALUE = 100_000

Text = str | None
Value = dict[str, Any] | list[Any] | Text

ESCAPED = re.compile(rf"\r|{HIDDEN.pattern}")  # what no escape may write

_PARSER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mark:
    """Where a value stands (1-based), and its key if it has one; `inside` mirrors a map or list."""

    __slots__ = ("column", "inside", "key_column", "key_line", "line")

    def __init__(self, line: int, column: int, key: tuple[int, int] | None = None) -> None:
        """Start with nothing inside."""
        self.line = line
        self.column = column
        self.key_line, self.key_column = key or (line, column)
        self.inside: dict[str, Mark] | list[Mark] | None = None

    def find(self, path: tuple[str | int, ...]) -> Mark:
        """Return the mark at a path of keys and indexes, or of as much of it as there is."""
        mark = self
        for step in path:
            inside = mark.inside
            if isinstance(inside, dict) and step in inside:
                mark = inside[str(step)]
            elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
                mark = inside[step]
            else:
                break
        return mark


class Tree(NamedTuple):
    """A file's value and its marks; `location` turns a mark into a place in that file."""

    value: Value
    mark: Mark
    file: Location

    def location(self, *path: str | int, value: bool = False) -> Location:
        """Return where a path's key stands, or its value."""
        return self.place(self.mark.find(path), value=value)

    def place(self, mark: Mark, *, value: bool = False) -> Location:
        """Return a mark as a Location: of its key, or of the value itself."""
        file = self.file  # made anew rather than replaced: there are as many as fields in a directory
        if value:
            return Location(file.file, mark.line, mark.column, file.folder)
        return Location(file.file, mark.key_line, mark.key_column, file.folder)


ReadTree = Callable[[Path, Location], tuple[Tree | None, list[Diagnostic]]]


class _Refused(Exception):  # noqa: N818 - carries a Diagnostic out of the event loop
    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


def read_tree(path: Path, file: Location) -> tuple[Tree | None, list[Diagnostic]]:
    """Read a YAML file as a tree of text, or None with why it is refused."""
    text, problems = read_source(path, file)
    return (None, problems) if text is None else parse_tree(text, file)


def parse_tree(text: str, file: Location) -> tuple[Tree | None, list[Diagnostic]]:
    """Read YAML text as a tree; on duplicate keys all are reported, on other faults the first."""
    builder = _Builder(text, file)
    try:
        builder.run()
    except _Refused as refused:
        return None, [*builder.problems, refused.diagnostic]
    except yaml.YAMLError as problem:
        return None, [*builder.problems, _syntax(problem, text, file)]
    if builder.root is None:
        return None, [error("empty-file", "the file says nothing", file, "write its content, or delete it")]
    if builder.problems:
        return None, builder.problems
    return Tree(builder.root[0], builder.root[1], file), []


class _Builder:
    """Turns events into the tree with a stack of its own: (value, mark, key waiting for its value)."""

    def __init__(self, text: str, file: Location) -> None:
        self.text = text
        self.file = file
        self.problems: list[Diagnostic] = []
        self.root: tuple[Value, Mark] | None = None
        self.stack: list[tuple[Any, Mark]] = []
        self.keys: list[tuple[str, tuple[int, int]] | None] = []
        self.escapes = "\\" in text

    def run(self) -> None:
        event: Any
        for event in yaml.parse(self.text, Loader=_PARSER):
            kind = type(event)
            if kind is ScalarEvent:
                self.scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self.begin(event, {} if kind is MappingStartEvent else [])
            elif kind is AliasEvent:
                raise self.refuse("yaml-alias", f"the alias `*{event.anchor}` repeats another value", event)
            elif kind is DocumentStartEvent:
                self.document(event)
            elif kind not in _SILENT:
                self.stack.pop()
                self.keys.pop()

    def document(self, event: Any) -> None:
        if self.root is not None:
            raise self.refuse("yaml-documents", "a second document begins here", event, "keep one document in a file")
        if event.version is not None or event.tags:
            raise self.refuse("yaml-directive", "a `%` directive is not allowed", event, "delete the line")

    def begin(self, event: Any, value: dict[str, Any] | list[Any]) -> None:
        self.plain_node(event)
        if len(self.stack) >= MAX_DEPTH:
            raise self.refuse("yaml-nesting", f"values are nested over {MAX_DEPTH} deep", event, "flatten them")
        mark = self.attach(value, event)
        mark.inside = {} if isinstance(value, dict) else []
        self.stack.append((value, mark))
        self.keys.append(None)

    def scalar(self, event: Any) -> None:
        self.plain_node(event)
        text: str = event.value
        if len(text) > MAX_VALUE:
            raise self.refuse("value-too-long", f"one value is over {MAX_VALUE:,} characters", event, "shorten it")
        if self.escapes and event.style == '"' and (hidden := ESCAPED.search(text)):
            raise self.refuse(
                "hidden-character", f"an escape writes the character {name_of(hidden[0])}", event, "delete it"
            )
        if self.stack and self.keys[-1] is None and isinstance(self.stack[-1][0], dict):
            self.key(text, event)
        else:
            self.attach(None if event.implicit[0] and not text else text, event)

    def key(self, text: str, event: Any) -> None:
        if text == "<<":
            raise self.refuse("yaml-merge", "the merge key `<<` is not allowed", event)
        mark = self.stack[-1][1]
        here = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(mark.inside, dict) and text in mark.inside:
            first = mark.inside[text].key_line
            self.problems.append(
                error(
                    "duplicate-key",
                    f"the key `{text}` is given twice, first on line {first}",
                    self.at(event),
                    "keep one of them",
                )
            )
        self.keys[-1] = (text, here)

    def attach(self, value: Value, event: Any) -> Mark:
        """Put a value under the key that waits for it, at the end of its list, or at the root."""
        start = event.start_mark
        if not self.stack:
            mark = Mark(start.line + 1, start.column + 1)
            self.root = (value, mark)
            return mark
        parent, parent_mark = self.stack[-1]
        if isinstance(parent, list):
            mark = Mark(start.line + 1, start.column + 1)
            parent.append(value)
            parent_mark.inside.append(mark)  # type: ignore[union-attr]
            return mark
        waiting = self.keys[-1]
        if waiting is None:
            raise self.refuse("yaml-key", "a key must be plain text", event, "write `key: value`")
        name, here = waiting
        self.keys[-1] = None
        mark = Mark(start.line + 1, start.column + 1, here)
        parent[name] = value
        parent_mark.inside[name] = mark  # type: ignore[call-overload, index]
        return mark

    def plain_node(self, event: Any) -> None:
        if event.anchor is not None:
            raise self.refuse("yaml-anchor", f"the anchor `&{event.anchor}` is not allowed", event)
        if event.tag is not None:
            raise self.refuse(
                "yaml-tag", f"the tag `{event.tag}` is not allowed", event, "delete the tag: values are text"
            )

    def refuse(self, rule: str, message: str, event: Any, cure: str | None = None) -> _Refused:
        return _Refused(error(rule, message, self.at(event), cure or "write the value out where it is meant"))

    def at(self, event: Any) -> Location:
        return self.file._replace(line=event.start_mark.line + 1, column=event.start_mark.column + 1)


_SILENT = {StreamStartEvent, StreamEndEvent, DocumentEndEvent, NodeEvent}


def _syntax(problem: yaml.YAMLError, text: str, file: Location) -> Diagnostic:
    """Return PyYAML's complaint as a Diagnostic, in plainer words where the cause is known."""
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    said = getattr(problem, "problem", None) or "the text is not YAML"
    where = file if mark is None else file._replace(line=mark.line + 1, column=mark.column + 1)
    line = text.splitlines()[mark.line] if mark is not None and mark.line < len(text.splitlines()) else ""
    cure = "look here and at the line above: indentation, quotes and brackets must match"
    if "\t" in line[: len(line) - len(line.lstrip())]:
        cure = "indent with spaces: a tab is not allowed"
    elif "mapping values" in said:
        cure = "quote a text that holds `: `"
    elif "block" in said or "indent" in said:
        cure = "line the keys up: things of one level start in one column"
    return error("yaml-syntax", f"the text is not YAML: {said}", where, cure)

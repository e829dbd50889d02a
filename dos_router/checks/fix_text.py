"""A file of YAML as it is written: where each value begins and ends, which the tree of text does not say."""
# ruff: noqa: ANN401 - PyYAML types its nodes too loosely to be of use

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import yaml

Path = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTES = ("'", '"')


class Scalar(NamedTuple):
    """A value: its path, what it says, where its key stands (1-based), and its text without quotes."""

    path: Path
    value: str
    line: int
    column: int
    start: int
    end: int


class Written:
    """A text that can be read, with the nodes that PyYAML composes of it."""

    def __init__(self, text: str) -> None:
        """Compose it; what ends lines elsewhere is refused before."""
        self.text = text
        self.root: Any = yaml.compose(text, Loader=_LOADER)
        self.starts = [0]
        for line in text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def offset(self, mark: Any) -> int:
        """Return how far into the text a mark is."""
        start: int = self.starts[min(mark.line, len(self.starts) - 1)] + mark.column
        return min(start, len(self.text))

    @cached_property
    def services(self) -> list[tuple[Path, Any]]:
        """Return each record of a list `services`, with its path."""
        listed = next((value for key, value in _entries(self.root) if key.value == "services"), None)
        items = listed.value if isinstance(listed, yaml.SequenceNode) else []
        return [(("services", n), node) for n, node in enumerate(items) if isinstance(node, yaml.MappingNode)]

    def scalars(self, path: Path, node: Any) -> Iterator[Scalar]:
        """Yield every single value that stands under a key, in maps within maps."""
        for key, value in _entries(node):
            inner = (*path, str(key.value))
            if isinstance(value, yaml.ScalarNode):
                quotes = 1 if value.style in _QUOTES else 0
                start, end = self.offset(value.start_mark) + quotes, self.offset(value.end_mark) - quotes
                yield Scalar(inner, value.value, key.start_mark.line + 1, key.start_mark.column + 1, start, end)
            else:
                yield from self.scalars(inner, value)

    @cached_property
    def within_texts(self) -> frozenset[int]:
        """Return the numbers of the lines of every text that runs over several lines."""
        found: set[int] = set()
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, yaml.ScalarNode):
                first, last = node.start_mark.line, last_line(node)
                found.update(range(first + 1, last + 2) if last > first else ())
            elif isinstance(node, yaml.MappingNode):
                waiting += [part for pair in node.value for part in pair]
            elif isinstance(node, yaml.SequenceNode):
                waiting += node.value
        return frozenset(found)


def last_line(node: Any) -> int:
    """Return the number (from 0) of the last line on which something of a node is written."""
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        return int(node.end_mark.line) - (1 if node.end_mark.column == 0 else 0)
    if isinstance(node, yaml.ScalarNode) or node.flow_style:
        return int(node.end_mark.line)
    inner = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
    return max([int(node.start_mark.line), *(last_line(part) for part in inner)])


def _entries(node: Any) -> list[tuple[Any, Any]]:
    return list(node.value) if isinstance(node, yaml.MappingNode) else []

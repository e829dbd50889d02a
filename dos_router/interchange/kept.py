"""Values of JSON by the names that others call them by: beside memory, on disk, where there are many."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Self

TOGETHER = 1_000  # values that are written in one step


class Kept:
    """Values by their names; what no longer fits a small cache goes into a file that nobody else sees."""

    def __init__(self) -> None:
        """Begin empty."""
        self._base = sqlite3.connect("", isolation_level=None)  # the name of a file that has none, and goes with us
        self._base.execute("CREATE TABLE kept (value TEXT)")
        self._base.execute("CREATE TABLE named (name TEXT, number INTEGER)")
        self._base.execute("BEGIN")
        self._count = 0
        self._values: list[tuple[int, str]] = []
        self._names: list[tuple[str, int]] = []
        self._is_open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, value: Any, names: Iterable[str]) -> None:  # noqa: ANN401 - JSON
        """Keep a value by its names."""
        self._count += 1
        self._values.append((self._count, json.dumps(value, ensure_ascii=True)))
        self._names += [(name, self._count) for name in names]
        if len(self._values) >= TOGETHER:
            self._write()

    def get(self, name: str) -> Any:  # noqa: ANN401 - JSON
        """Return the first value of a name; None where there is none."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[Any]:
        """Yield every value of a name, in the order in which they came."""
        if self._is_open:
            self._write()
            self._base.execute("CREATE INDEX by_name ON named (name, number)")
            self._is_open = False
        said = "SELECT value FROM named JOIN kept ON kept.rowid = number WHERE name = ? ORDER BY number"
        for (value,) in self._base.execute(said, (_key(name),)):
            yield json.loads(value)

    def _write(self) -> None:
        self._base.executemany("INSERT INTO kept (rowid, value) VALUES (?, ?)", self._values)
        self._base.executemany("INSERT INTO named VALUES (?, ?)", [(_key(name), at) for name, at in self._names])
        self._values, self._names = [], []


def _key(name: str) -> str:
    """Return a name without what text of sqlite may not hold: half of a pair of surrogates."""
    return name.encode("utf-8", "backslashreplace").decode()

"""The files of one run, each read once: what is loaded, digested, signed and checked is one and the same text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from dos_router.diagnostics import Diagnostic, Location
from dos_router.loading.source_text import decode_source, read_bytes
from dos_router.loading.text_tree import Tree, parse_tree

_NOWHERE = Location("")


class _Read(NamedTuple):
    """A file's bytes, None where they cannot be had, and why; its digest, empty where there is none."""

    data: bytes | None
    problems: list[Diagnostic]
    sha256: str


class SharedFiles:
    """Reads a file when it is first asked for; whoever asks by another name for it gets places of that name."""

    def __init__(self) -> None:
        self._read: dict[Path, _Read] = {}
        self._texts: dict[Path, tuple[str | None, list[Diagnostic]]] = {}
        self._trees: dict[Path, tuple[Tree | None, list[Diagnostic]]] = {}

    def content(self, path: Path) -> bytes | None:
        """Return a file's bytes; None where they cannot be had."""
        return self._of(path).data

    def sha256(self, path: Path) -> str:
        """Return the digest of a file's bytes; empty where they cannot be had."""
        return self._of(path).sha256

    def text(self, path: Path, where: Location) -> tuple[str | None, list[Diagnostic]]:
        """Return what `read_source` would."""
        if path not in self._texts:
            data, problems, _ = self._of(path)
            self._texts[path] = (None, problems) if data is None else decode_source(data, _NOWHERE)
        text, problems = self._texts[path]
        return text, _placed(problems, where)

    def tree(self, path: Path, where: Location) -> tuple[Tree | None, list[Diagnostic]]:
        """Return what `read_tree` would; whoever shares a tree leaves it as it is."""
        if path not in self._trees:
            text, problems = self.text(path, _NOWHERE)
            self._trees[path] = (None, problems) if text is None else parse_tree(text, _NOWHERE)
        tree, problems = self._trees[path]
        return tree and tree._replace(file=where), _placed(problems, where)

    def _of(self, path: Path) -> _Read:
        if path not in self._read:
            data, problems = read_bytes(path, _NOWHERE)
            self._read[path] = _Read(data, problems, "" if data is None else hashlib.sha256(data).hexdigest())
        return self._read[path]


def _placed(problems: list[Diagnostic], where: Location) -> list[Diagnostic]:
    """Return problems of a file as those of the file of this name."""
    return [
        replace(one, location=one.location and one.location._replace(file=where.file, folder=where.folder))
        for one in problems
    ]

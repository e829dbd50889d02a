"""Begins a directory: a folder that loads, in which every field of every file is shown and explained."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter, ValidationError

from dos_router.diagnostics import Malformed
from dos_router.loading.directory import load
from dos_router.loading.shapes.scalars import Id
from dos_router.loading.source_text import HIDDEN, name_of

VALID_FOR = timedelta(days=364)
FEAST = (12, 25)


def begin_directory(home: Path, name: str, *, title: str, first: date, schemas: PurePosixPath) -> list[str]:
    """Write a new directory into the folder `home`, valid for a year from a day, and return its files.

    `schemas` is where the JSON Schemas lie, as seen from the new folder. Either the whole folder is
    there in the end, or nothing. Raises Malformed for a name or title that cannot be used, or where
    something of that name stands already.
    """
    _must_be_id(name)
    _must_be_seen(title)
    target = home / name
    if target.exists() or target.is_symlink():
        raise Malformed(f"`{target}` is there already", help="nothing was written; choose another name", rule="exists")
    texts = dict(_texts(name, title, first, schemas))
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=home) as beside:
        draft = Path(beside) / name
        _write(draft, texts)
        _must_load(draft)
        draft.rename(target)
    return sorted(texts)


def _must_be_id(name: str) -> None:
    try:
        TypeAdapter(Id).validate_python(name)
    except ValidationError as refused:
        context = refused.errors()[0]["ctx"]
        raise Malformed(context["message"], help=context["cure"], rule=context["rule"]) from refused


def _must_be_seen(title: str) -> None:
    if hidden := HIDDEN.search(title):
        said = f"the title holds the character {name_of(hidden[0])}"
        raise Malformed(said, help="leave it out", rule="hidden-character")


def _texts(name: str, title: str, first: date, schemas: PurePosixPath) -> Iterator[tuple[str, str]]:
    """Yield the path of each file in the new directory, and its text."""
    for path, template in _templates(files("dos_router.loading") / "templates"):
        up = PurePosixPath(*[".."] * (len(PurePosixPath(path).parts) - 1))
        filled = {
            "name": name, "title": json.dumps(title, ensure_ascii=False), "schemas": str(up / schemas),
            "first": str(first), "last": str(first + VALID_FOR), "christmas": str(date(first.year, *FEAST)),
        }  # fmt: skip
        yield path, _fill(template, filled)


def _templates(folder: Traversable, path: str = "") -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        here = f"{path}{entry.name}"
        if entry.is_dir():
            yield from _templates(entry, f"{here}/")
        else:
            yield here, entry.read_text(encoding="utf-8")


def _fill(template: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        template = template.replace(f"{{{{{name}}}}}", value)
    return template


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def _must_load(folder: Path) -> None:
    """Refuse what would not load: the templates do, so it is the title that was asked for."""
    for problem in load(folder).problems:
        raise Malformed(problem.message, help=problem.help, rule=problem.rule)

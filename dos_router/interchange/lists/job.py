"""What an import is asked to do, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dos_router.diagnostics import Diagnostic
from dos_router.interchange.lists.merge import Change
from dos_router.interchange.lists.opening_rows import OpeningList
from dos_router.interchange.lists.recipe import Recipe
from dos_router.interchange.lists.tally import Sink, Tally, nowhere
from dos_router.model.directory import Directory


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImport:
    """What is imported, and where to: `target` is a folder of provider files, or a `.csv` table of services."""

    path: Path
    recipe: Recipe
    target: Path
    directory: Directory | None = None
    kind: str | None = None
    dated: date | None = None
    status: str | None = None
    openings: Path | None = None
    name: str | None = None
    encoding: str | None = None
    allow_gone: bool = False
    sink: Sink = nowhere

    @property
    def record_name(self) -> str:
        """Return what the record of the list is called: lists of one recipe in one folder need names of their own."""
        return self.name or self.recipe.id

    @property
    def is_table(self) -> bool:
        """Say whether one table is written, rather than a file a provider."""
        return self.target.suffix == ".csv"

    @property
    def folder(self) -> Path:
        """Return the folder that is written into."""
        return self.target.parent if self.is_table else self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import came to."""

    recipe: Recipe
    list: str
    dated: date | None
    tally: Tally
    openings: OpeningList
    notes: tuple[Diagnostic, ...] = ()
    changes: tuple[Change, ...] = ()
    files: tuple[str, ...] = ()
    first: bool = True
    edited: int = 0

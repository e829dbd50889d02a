"""What one run of `check` shares and keeps: each file read once, and what was made of it found by its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from dos_router.checks.kept.directory import KeptDirectory
from dos_router.checks.kept.pathways import KeptPathways
from dos_router.checks.kept.store import Store, store_of
from dos_router.loading.inputs import inputs_of
from dos_router.loading.shared_files import SharedFiles
from dos_router.model.directory import Directory
from dos_router.reference import Reference

SHIPPED = "shipped"


@dataclass(slots=True)
class Keeping:
    """The files of a run, and what is kept of each folder in the user's cache; without one nothing outlasts the run."""

    cache_folder: Path | None = None
    files: SharedFiles = field(default_factory=SharedFiles)
    _directories: dict[Path, KeptDirectory] = field(default_factory=dict)
    _pathways: dict[Path, KeptPathways] = field(default_factory=dict)

    def directory(self, folder: Path) -> KeptDirectory:
        """Return what is kept of the directory in a folder."""
        if folder not in self._directories:
            inputs = inputs_of(folder, self.files.tree) if self.cache_folder else None
            store = store_of(folder, self.cache_folder if inputs else None)
            self._directories[folder] = KeptDirectory(folder, store, self.files, inputs)
        return self._directories[folder]

    def pathways(self, folder: Path) -> KeptPathways:
        """Return what is kept of the pathways in a folder."""
        if folder not in self._pathways:
            self._pathways[folder] = KeptPathways(folder, store_of(folder, self.cache_folder), self.files)
        return self._pathways[folder]

    def store(self, folder: Path) -> Store:
        """Return the store of a folder that was looked at."""
        return self._pathways[folder].store if folder in self._pathways else self.directory(folder).store

    def tables_of(self, reference: Reference, directories: list[Directory]) -> str:
        """Return what tells the reference tables of some directories: that they are ours, or all that they say."""
        using = [self.directory(Path(one.folder)) for one in directories if one.reference == reference]
        if all(kept.inputs and not kept.inputs.files for kept in using):
            return SHIPPED
        return hashlib.sha256(repr(reference).encode()).hexdigest()

    def save(self) -> None:
        """Keep what was asked for in this run, where the files are still those that were read."""
        for directory in self._directories.values():
            directory.save()
        for pathways in self._pathways.values():
            pathways.save()

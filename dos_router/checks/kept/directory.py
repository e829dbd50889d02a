"""What is kept of a directory: each file of services as it was loaded, and what checks of single files found in it.

A file is loaded by its text and its surroundings: all other files that the directory is read from, those of
services apart. What is found in it hangs on the day as well, and on which of its records the directory uses.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dos_router.checks.kept.plain_findings import findings_from, plain_findings
from dos_router.checks.kept.plain_services import file_from, plain_file
from dos_router.checks.kept.store import Store
from dos_router.checks.subject import Subject, file_of
from dos_router.diagnostics import Diagnostic, Location
from dos_router.loading.inputs import Inputs, surroundings_of
from dos_router.loading.services import LoadedFile, Surroundings, load_service_file
from dos_router.loading.shared_files import SharedFiles

YAML = ".yaml"


class KeptDirectory:
    """What is kept of one directory; nothing where it cannot be told what it is read from."""

    def __init__(self, folder: Path, store: Store, files: SharedFiles, inputs: Inputs | None) -> None:
        """Take the directory's folder, its store, the files of the run, and what it is read from."""
        self.store, self.files, self.inputs = store, files, inputs
        self._folder = folder
        self.around = self._look_around()

    def _look_around(self) -> str:
        """Return the digest of the surroundings; empty where there is none."""
        try:
            return surroundings_of(self._folder, self.inputs) if self.inputs else ""
        except OSError:
            return ""

    def load_file(self, path: Path, where: Location, around: Surroundings) -> LoadedFile:
        """Load a file of services, or find it as it was loaded; tables are always read anew."""
        if not self.keeps_file(path):
            return load_service_file(path, where, around, self.files.tree)
        return self.store.found_or_made(
            f"services {where.file} {self.files.sha256(path)} {self.around}",
            lambda: load_service_file(path, where, around, self.files.tree),
            read=lambda plain: file_from(plain, where, around),
            write=lambda loaded: plain_file(loaded, where),
        )

    @property
    def keeps(self) -> bool:
        """Say whether anything is kept of it."""
        return self.store.keeps and bool(self.around)

    def keeps_file(self, path: Path) -> bool:
        """Say whether anything is kept of a file: one that cannot be read may fail otherwise the next time."""
        return self.keeps and path.suffix == YAML and bool(self.files.sha256(path))

    def find_by_file(self, subject: Subject, find: Callable[[Subject], Iterable[Diagnostic]]) -> Iterator[Diagnostic]:
        """Yield what checks find that look at one file at a time: what is known of files, then what is found anew."""
        names = self._names(subject) if self.keeps else {}
        folder = str(self._folder)
        known = {
            file: found
            for file, name in names.items()
            if (found := self.store.find(name, lambda plain: findings_from(plain, folder))) is not None
        }
        for found in known.values():
            yield from found
        anew: dict[Location, list[Diagnostic]] = defaultdict(list)
        for one in find(subject.leaving_out(known)):
            if one.location:
                anew[file_of(one.location)].append(one)
            yield one
        for file in names.keys() - known.keys():
            self.store.put(names[file], plain_findings(anew[file], folder))

    def _names(self, subject: Subject) -> dict[Location, str]:
        """Return by what name findings are kept of each file of text."""
        used: dict[Location, list[str]] = defaultdict(list)
        for service in subject.services:
            used[file_of(service.at)].append(service.id)
        found: dict[Location, str] = {}
        for file, path in subject.text_files.items():
            content = repr((self.files.sha256(path), self.around, str(subject.on), used[file]))
            found[file] = f"found {file.full} {hashlib.sha256(content.encode()).hexdigest()}"
        return found

    def save(self) -> None:
        """Keep what was asked for, if the surroundings are still those that were read."""
        if self.keeps and self._look_around() == self.around:
            self.store.save()

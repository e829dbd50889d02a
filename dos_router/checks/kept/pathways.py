"""What is kept of a folder of pathways: all of them as they were loaded, what they end in, and what is found in them.

Each hangs on the text of all files of the folder, and on the reference tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from dos_router.analysis.gaps.needs import Need
from dos_router.checks.kept.plain_findings import findings_from, plain_findings
from dos_router.checks.kept.plain_pathways import pathways_from, plain_pathways
from dos_router.checks.kept.store import Store
from dos_router.diagnostics import Diagnostic
from dos_router.loading.loaded_pathways import LoadedPathways
from dos_router.loading.shared_files import SharedFiles
from dos_router.reference import Reference


class KeptPathways:
    """What is kept of one folder; `tables` are what tells the reference tables in the names of pieces."""

    def __init__(self, folder: Path, store: Store, files: SharedFiles) -> None:
        """Take the folder, its store and the files of the run; what cannot be read keeps nothing of the rest."""
        self._folder, self._files = folder, files
        self._digest = self._content() if store.keeps else ""
        self.store = store if self._digest else Store()

    def load(self, reference: Reference, tables: str) -> LoadedPathways:
        """Return the pathways as they were loaded, else load them."""
        return self.store.found_or_made(
            f"loaded {self._digest} {tables}",
            lambda: self._load(reference),
            read=pathways_from,
            write=plain_pathways,
        )

    def _load(self, reference: Reference) -> LoadedPathways:
        from dos_router.loading.pathways import load_pathways  # noqa: PLC0415 - heavy, and only where some have changed

        return load_pathways(self._folder, reference, self._files.tree)

    def needs(self, tables: str, make: Callable[[], tuple[Need, ...]]) -> tuple[Need, ...]:
        """Return the needs that the pathways end in, as they were found, else find them."""
        return self.store.found_or_made(
            f"needs {self._digest} {tables}",
            make,
            read=lambda plain: tuple(Need(*one) for one in plain),
            write=lambda needs: [list(one) for one in needs],
        )

    def findings(self, tables: str, find: Callable[[], Iterable[Diagnostic]]) -> list[Diagnostic]:
        """Return what is wrong with the pathways by themselves, as it was found, else find it."""
        return self.store.found_or_made(
            f"found {self._digest} {tables}",
            lambda: list(find()),
            read=lambda plain: findings_from(plain, ""),
            write=lambda found: plain_findings(found, ""),
        )

    def save(self) -> None:
        """Keep what was asked for, if the folder still holds what was read."""
        if self.store.keeps and self._content() == self._digest:
            self.store.save()

    def _content(self) -> str:
        """Return the digest of the folder's files, those that are read and the names of those that are not.

        It is empty where one cannot be read, which may fail otherwise the next time.
        """
        read = [(path.name, self._files.sha256(path)) for path in sorted(self._folder.glob("*.yaml"))]
        if not all(digest for _, digest in read):
            return ""
        unread = sorted(path.name for path in self._folder.glob("*.yml"))
        return hashlib.sha256(repr((str(self._folder), read, unread)).encode()).hexdigest()

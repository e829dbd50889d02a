"""What checks look at: a directory with its texts, the pathways, and the day on which they are judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from dos_router.analysis.gaps.needs import Need
from dos_router.analysis.gaps.promises import Broken
from dos_router.analysis.pathway_cases import PathwayCases, cases_of
from dos_router.analysis.pathway_needs import needs_of_all
from dos_router.analysis.promise_shortcuts import broken_promises
from dos_router.diagnostics import Location
from dos_router.loading.source_text import read_source
from dos_router.loading.text_tree import Tree, read_tree
from dos_router.model.directory import Directory
from dos_router.model.pathway import Pathway
from dos_router.model.service import Service

GIVEN_UP = frozenset({"closed", "retired", "template"})


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A directory that loads, with the pathways that load, judged on a day.

    `signed_serial` is the serial of the newest signed version, None where there is none;
    `changed_since` says whether anything differs from that version.
    """

    directory: Directory
    pathways: Mapping[str, Pathway] = field(default_factory=lambda: MappingProxyType({}))
    pathways_folder: Path | None = None
    on: date
    signed_serial: int | None = None
    changed_since: bool = False

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """Return the directory's own services, by id; those of an included one are judged in it."""
        return tuple(service for name, service in self.directory.services.items() if name in self.directory.own)

    @cached_property
    def in_use(self) -> tuple[Service, ...]:
        """Return its own services but for those given up, whose records are kept for the history."""
        return tuple(service for service in self.services if service.status not in GIVEN_UP)

    @cached_property
    def cases(self) -> Mapping[str, PathwayCases]:
        """Return every case of each pathway, by its id."""
        return {name: cases_of(pathway) for name, pathway in self.pathways.items()}

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Return every need that the pathways can end in and that is searched for."""
        return needs_of_all(self.pathways, self.directory.reference)

    @cached_property
    def broken_promises(self) -> tuple[Broken, ...]:
        """Return the policy's promises that some call breaks, by the exact look at every case."""
        return tuple(broken_promises(self.directory, self.pathways, self.needs))

    @cached_property
    def _trees(self) -> dict[str, Tree | None]:
        return {}

    @cached_property
    def texts(self) -> Mapping[Location, str]:
        """Return the text of each YAML file of the directory itself, and of the pathways, that can be read."""
        home = Path(self.directory.folder)
        files = [(path, Location(path.relative_to(home).as_posix(), folder=str(home))) for path in _files(home)]
        for path in sorted(self.pathways_folder.glob("*.yaml")) if self.pathways_folder else ():
            beside = "" if path.parent.parent == Path() else str(path.parent.parent)
            files.append((path, Location(f"{path.parent.name}/{path.name}", folder=beside)))
        found = ((where, read_source(path, where)[0]) for path, where in files)
        return MappingProxyType({where: text for where, text in found if text is not None})

    def tree(self, file: str) -> Tree | None:
        """Return the text tree of a file of the directory, such as `services/nhs.yaml`; None where there is none."""
        if file not in self._trees:
            path = Path(self.directory.folder) / file
            found = read_tree(path, Location(file, folder=self.directory.folder))[0] if path.is_file() else None
            self._trees[file] = found
        return self._trees[file]

    def pathway_tree(self, pathway: Pathway) -> Tree | None:
        """Return the text tree of a pathway's file."""
        where = pathway.at._replace(line=0, column=0)
        return read_tree(Path(where.full), where)[0] if Path(where.full).is_file() else None


def _files(home: Path) -> list[Path]:
    return [*sorted(home.glob("*.yaml")), *sorted((home / "services").glob("*.yaml"))]

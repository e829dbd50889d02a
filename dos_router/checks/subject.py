"""What checks look at: a directory with its texts, the pathways, and the day on which they are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from dos_router.analysis.gaps.needs import Need
from dos_router.analysis.pathway_cases import PathwayCases, cases_of
from dos_router.analysis.pathway_needs import needs_of_all
from dos_router.analysis.promise_shortcuts import broken_promises
from dos_router.analysis.ranking_cover import Unused, unused_entries
from dos_router.diagnostics import Location
from dos_router.loading.service_tables import read_service_trees
from dos_router.loading.shared_files import SharedFiles
from dos_router.loading.text_tree import Tree
from dos_router.loading.validation import value_at
from dos_router.model.directory import Directory
from dos_router.model.pathway import Pathway
from dos_router.model.service import Service

if TYPE_CHECKING:
    from dos_router.analysis.gaps.promises import Broken

GIVEN_UP = frozenset({"closed", "retired", "template"})


class Part(NamedTuple):
    """A part of a file: its tree, and the path in it."""

    tree: Tree
    path: tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A directory that loads, with the pathways that load, judged on a day.

    `signed_serial` is the serial of the newest signed version, None where there is none;
    `changed_since` says whether anything differs from that version. `without` are files whose services
    and text are not looked at; `known_needs` tells the needs where they need not be worked out.
    """

    directory: Directory
    pathways: Mapping[str, Pathway] = field(default_factory=lambda: MappingProxyType({}))
    pathways_folder: Path | None = None
    on: date
    signed_serial: int | None = None
    changed_since: bool = False
    files: SharedFiles = field(default_factory=SharedFiles)
    without: frozenset[Location] = frozenset()
    known_needs: Callable[[], tuple[Need, ...]] | None = None

    def leaving_out(self, files: Iterable[Location]) -> Subject:
        """Return the same without some files of services or of other text."""
        return replace(self, without=frozenset(files))

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """Return the directory's own services, by id; those of an included one are judged in it."""
        own = (self.directory.services[name] for name in self.directory.services if name in self.directory.own)
        return (
            tuple(service for service in own if file_of(service.at) not in self.without) if self.without else tuple(own)
        )

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
        return self.known_needs() if self.known_needs else needs_of_all(self.pathways, self.directory.reference)

    @cached_property
    def unused_entries(self) -> tuple[Unused, ...]:
        """Return the entries of the policy's ranking that decide nothing, by the exact look at every case."""
        return tuple(unused_entries(self.directory))

    @cached_property
    def broken_promises(self) -> tuple[Broken, ...]:
        """Return the policy's promises that some call breaks, by the exact look at every case."""
        return tuple(broken_promises(self.directory, self.pathways, self.needs))

    @cached_property
    def texts(self) -> Mapping[Location, str]:
        """Return the text of each of those files that can be read."""
        looked_at = ((where, path) for where, path in self.text_files.items() if where not in self.without)
        found = ((where, self.files.text(path, where)[0]) for where, path in looked_at)
        return MappingProxyType({where: text for where, text in found if text is not None})

    @cached_property
    def text_files(self) -> Mapping[Location, Path]:
        """Return each YAML file of the directory itself, and of the pathways."""
        home = Path(self.directory.folder)
        files = {Location(path.relative_to(home).as_posix(), folder=str(home)): path for path in _files(home)}
        for path in sorted(self.pathways_folder.glob("*.yaml")) if self.pathways_folder else ():
            beside = "" if path.parent.parent == Path() else str(path.parent.parent)
            files[Location(f"{path.parent.name}/{path.name}", folder=beside)] = path
        return MappingProxyType(files)

    def tree(self, file: str) -> Tree | None:
        """Return the text tree of a file of the directory, such as `services/nhs.yaml`; None where there is none."""
        return self._tree(Location(file, folder=self.directory.folder))

    def pathway_tree(self, pathway: Pathway) -> Tree | None:
        """Return the text tree of a pathway's file."""
        return self._tree(pathway.at._replace(line=0, column=0))

    def _tree(self, where: Location) -> Tree | None:
        path = Path(where.full)
        return self.files.tree(path, where)[0] if path.is_file() else None

    def record(self, service: Service) -> Part | None:
        """Return what is written of one of the directory's own services, in YAML or as a row of a table."""
        file = service.at.file
        if file not in self._records:
            where = Location(file, folder=self.directory.folder)
            trees = read_service_trees(Path(where.full), where, self.files.tree).trees
            self._records[file] = {name: part for tree in trees for name, part in _by_id(tree)}
        return self._records[file].get(service.id)

    @cached_property
    def _records(self) -> dict[str, dict[str, Part]]:
        return {}


def file_of(at: Location) -> Location:
    """Return the file of a place."""
    return Location(at.file, folder=at.folder)


def _by_id(tree: Tree) -> Iterator[tuple[str, Part]]:
    """Yield each record of a tree of services with its id, if that is a text."""
    listed = value_at(tree, ("services",))
    for number, record in enumerate(listed if isinstance(listed, list) else ()):
        name = record.get("id") if isinstance(record, dict) else None
        if isinstance(name, str):
            yield name, Part(tree, ("services", number))


def _files(home: Path) -> list[Path]:
    return [*sorted(home.glob("*.yaml")), *sorted((home / "services").glob("*.yaml"))]

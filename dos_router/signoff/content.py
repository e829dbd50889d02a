"""A folder → everything in it that can change a routing, as digests: what a statement is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dos_router.diagnostics import Diagnostic, Location, Malformed, error, has_errors
from dos_router.loading.inclusion import included_folders
from dos_router.loading.periods import read_period
from dos_router.loading.service_tables import service_files
from dos_router.loading.shapes.directory import TABLES, DirectoryShape
from dos_router.loading.text_tree import ReadTree, Tree, read_tree
from dos_router.loading.validation import validate
from dos_router.model.moments import local_time
from dos_router.signoff.chain import read_chain
from dos_router.signoff.records import (
    Collected,
    ReadRecords,
    Record,
    collect_directory,
    collect_pathway,
    collect_policy,
    collect_profiles,
    read_service_records,
)
from dos_router.signoff.statement import sha256_of
from dos_router.signoff.utc import utc_text

SHIPPED = "shipped:"  # before the name of a table that the directory takes from the package


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What stands in a directory's folder now. `valid` is in UTC; `services` are its own and the included.

    `has_pathways` says whether pathways were read at all: a routing without triage needs none.
    """

    directory: str
    folder: str
    serial: int = 0
    valid: tuple[str, str] = ("", "")
    lead: str | None = None
    records: Mapping[str, Record] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, Record] = field(default_factory=dict)
    has_pathways: bool = False
    problems: tuple[Diagnostic, ...] = ()

    @property
    def title(self) -> str:
        """Return what its people call the directory; its id where it does not say."""
        record = self.records.get(f"directory/{self.directory}")
        tree: Any = record.tree if record else None
        return str(tree.get("title") or self.directory) if isinstance(tree, dict) else self.directory


def read_content(
    folder: Path, *, pathways: Path | None = None, read: ReadTree = read_tree, read_records: ReadRecords | None = None
) -> Content:
    """Read and digest a directory, and the pathways used with it where their folder is given.

    `read` reads a YAML file, so that a caller may share its trees with the loader, and `read_records` the records
    of a file of services. Problems are of what cannot be digested with one meaning only; nothing is left out in
    silence.
    """
    return _Reading(folder, read, read_records or partial(read_service_records, read=read)).content(pathways)


class _Reading:
    """Collects the records, tables and problems of one folder."""

    def __init__(self, folder: Path, read: ReadTree, read_records: ReadRecords) -> None:
        self.folder = folder
        self.read = read
        self.read_records = read_records
        self.collected = Collected()
        self.files: dict[str, str] = {}
        self.services: dict[str, Record] = {}

    def content(self, pathways: Path | None) -> Content:
        tree = self.tree("directory.yaml")
        shape = self.shape(tree) if tree else None
        if tree is None or shape is None:
            return Content(directory="", folder=str(self.folder), problems=tuple(self.collected.problems))
        self.own(tree)
        self.tables(shape)
        self.pathways(pathways)
        self.included(shape, tree)
        records = self.collected.records
        self.services |= {one.id: one for one in records.values() if one.kind == "service"}
        return Content(
            directory=shape.id, folder=str(self.folder), serial=shape.serial, valid=self.valid(shape, tree),
            lead=next((one.id for one in shape.commissioners if one.lead), None), records=records,
            files=self.files, services=self.services, has_pathways=pathways is not None,
            problems=tuple(self.collected.problems),
        )  # fmt: skip

    def shape(self, tree: Tree) -> DirectoryShape | None:
        shape, problems = validate(DirectoryShape, tree)
        self.collected.problems += [problem for problem in problems if problem.is_error]
        return None if has_errors(problems) else shape

    def own(self, tree: Tree) -> None:
        collect_directory(tree, self.collected)
        if policy := self.tree("policy.yaml", optional=True):
            collect_policy(policy, tree.value, self.collected)
        if profiles := self.tree("profiles.yaml", optional=True):
            collect_profiles(profiles, self.collected)
        for path in service_files(self.folder):
            self.collected.take(self.read_records(path, self.at(f"services/{path.name}")))

    def tables(self, shape: DirectoryShape) -> None:
        """Digest the tables byte by byte: the directory's own, else those of the package that it relies on."""
        for name in ("places.csv", "places.parquet", "population.csv", "holidays.csv"):
            self.table(name, self.folder / name, optional=True)
        shipped = [] if "holidays.csv" in self.files else ["holidays_england.csv"]
        for name in TABLES:
            own = next((path for table, path in shape.reference.items() if table == name), None)
            if own is None:
                shipped.append(f"{name}.csv")
            else:
                self.table(Path(own).as_posix(), self.folder / own)
        home = Path(str(package_files("dos_router.reference")))
        for name in shipped:
            self.table(f"{SHIPPED}{name}", home / name, optional=True)

    def table(self, name: str, path: Path, *, optional: bool = False) -> None:
        if path.is_file():
            self.files[name] = sha256_of(path.read_bytes())
        elif not optional:
            self.collected.refuse(f"there is no file `{name}`", self.at("directory.yaml"), "name one that exists")

    def pathways(self, folder: Path | None) -> None:
        for path in sorted(folder.glob("*.yaml")) if folder else ():
            tree, problems = self.read(path, Location(path.name, folder=str(folder)))
            self.collected.problems += [problem for problem in problems if problem.is_error]
            if tree:
                collect_pathway(tree, path.stem, self.collected)

    def included(self, shape: DirectoryShape, tree: Tree) -> None:
        """Add each included directory by its own newest statement, with which its files must agree."""
        found, problems = included_folders(self.folder, shape.include, tree)
        self.collected.problems += problems
        for folder, name in [] if has_errors(problems) else found:
            self.include(self.inner(folder), folder, name, tree.location("include"))

    def inner(self, folder: Path) -> Content:
        return read_content(folder, read=self.read, read_records=self.read_records)

    def include(self, inner: Content, folder: Path, name: str, at: Location) -> None:
        newest = read_chain(folder).newest
        self.services |= inner.services
        self.collected.problems += inner.problems
        if newest is None or newest.statement is None:
            cure = "its own commissioners sign it first"
            self.collected.problems.append(
                error("included-unsigned", f"the included `{name}` was never signed", at, cure)
            )
            return
        differing = differing_keys(inner, newest.statement.records, newest.statement.files)
        if differing or newest.statement.directory != inner.directory:
            said = f"the included `{name}` is not what its own statement says: {', '.join(differing[:5])}"
            cure = "its own commissioners sign it again, or put back what they signed"
            self.collected.problems.append(error("included-differs", said, at, cure))
        digest = newest.signed.sha256
        self.collected.add(Record(kind="included", id=inner.directory, sha256=digest, at=at, parts={}, led=True))

    def valid(self, shape: DirectoryShape, tree: Tree) -> tuple[str, str]:
        try:
            start, end = read_period(shape.valid, ZoneInfo(shape.time_zone))
        except (Malformed, ZoneInfoNotFoundError, ValueError, OSError) as problem:
            self.collected.refuse(f"its validity cannot be read: {problem}", tree.location("valid"))
            return "", ""
        return utc_text(local_time(start, ZoneInfo("UTC"))), utc_text(local_time(end, ZoneInfo("UTC")))

    def tree(self, name: str, *, optional: bool = False) -> Tree | None:
        if optional and not (self.folder / name).is_file():
            return None
        tree, problems = self.read(self.folder / name, self.at(name))
        self.collected.problems += [problem for problem in problems if problem.is_error]
        return tree

    def at(self, name: str) -> Location:
        return Location(name, folder=str(self.folder))


def differing_keys(content: Content, records: Mapping[str, Any], files: Mapping[str, str]) -> list[str]:
    """Return the keys of the records, and `file/PATH`, that differ between a folder and a statement, sorted.

    Pathways are compared only where they were read.
    """
    there = {key: one.sha256 for key, one in records.items() if content.has_pathways or not key.startswith("pathway/")}
    here = {key: one.sha256 for key, one in content.records.items()}
    there |= {f"file/{path}": digest for path, digest in files.items()}
    here |= {f"file/{path}": digest for path, digest in content.files.items()}
    return sorted(key for key in here.keys() | there.keys() if here.get(key) != there.get(key))

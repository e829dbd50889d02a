"""A folder → a Directory, with all that it includes and every problem found on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dos_router.diagnostics import Diagnostic, Location, Malformed, error, has_errors
from dos_router.loading.commissioners import named_areas, read_commissioners, unknown_areas
from dos_router.loading.ignored_files import ignored_files
from dos_router.loading.inclusion import Parts, included_folders, unite
from dos_router.loading.periods import read_period
from dos_router.loading.policy import Known, load_policy, load_profiles
from dos_router.loading.service_tables import service_files
from dos_router.loading.services import LoadedServices, LoadFile, Surroundings, load_service_file, load_services
from dos_router.loading.shapes.directory import DirectoryShape
from dos_router.loading.tables import load_capacity, load_holidays, load_places, load_population
from dos_router.loading.text_tree import ReadTree, Tree, read_tree
from dos_router.loading.validation import validate
from dos_router.model.directory import Directory, Place
from dos_router.model.policy import Policy
from dos_router.reference import Reference, load_reference

T = TypeVar("T")


class Loaded(NamedTuple):
    """A directory, and every problem found in it; None where it must not be used at all.

    A service record with an error is left out, and named in `directory.quarantined`.
    """

    directory: Directory | None
    problems: list[Diagnostic]


def load(folder: str | Path, *, read: ReadTree = read_tree, load_file: LoadFile | None = None) -> Loaded:
    """Load the directory in a folder, with those it includes.

    Faults in one service quarantine that service; any other fault, or one in an emergency
    department or ambulance service, makes the whole directory unusable (safety.md, fail-safe 5).
    `read` reads a YAML file, and `load_file` a file of services, for whoever shares or keeps what they return.
    """
    reader = _Reader(Path(folder), read, load_file or partial(load_service_file, read=read))
    directory = reader.read()
    return Loaded(None if reader.refused else directory, reader.problems)


@dataclass(slots=True)
class _Reader:
    """Collects the problems of one folder and of those that it includes."""

    folder: Path
    read_tree: ReadTree
    load_file: LoadFile
    problems: list[Diagnostic] = field(default_factory=list)
    refused: bool = False

    def read(self) -> Directory | None:
        if not self.folder.is_dir():
            self.note(
                [
                    error(
                        "no-directory",
                        f"there is no folder `{self.folder}`",
                        None,
                        "name one that holds a directory.yaml",
                    )
                ]
            )
            return None
        head = self.read_head(self.folder, self.at("directory.yaml"))
        if head is None:
            return None
        tree, shape = head
        zone = self.zone(shape, tree)
        reference = self.reference(shape, tree)
        parts = self.parts(self.folder, "", shape, tree, reference)
        for folder, name in self.take(included_folders(self.folder, shape.include, tree)):
            other = self.read_head(folder, self.at(f"{name}/directory.yaml"))
            if other is not None:
                self.note(
                    unite(
                        parts, self.parts(folder, f"{name}/", other[1], other[0], reference), tree.location("include")
                    )
                )
        self.note(unknown_areas(parts.named_areas, parts.areas))
        return self.assemble(shape, tree, zone, reference, parts)

    def assemble(
        self, shape: DirectoryShape, tree: Tree, zone: ZoneInfo, reference: Reference, parts: Parts
    ) -> Directory:
        services = self.services(parts, reference)
        capacity = self.table("capacity.csv", lambda path, at: load_capacity(path, at, zone, services.services))
        return Directory(
            id=shape.id, title=shape.title, serial=shape.serial, folder=str(self.folder),
            valid=self.period(shape, tree, zone), zone=zone,
            commissioners=MappingProxyType(parts.commissioners), areas=MappingProxyType(parts.areas),
            services=MappingProxyType(dict(sorted(services.services.items()))),
            policy=self.policy(parts, reference),
            places=MappingProxyType(parts.places),
            holidays=self.take(load_holidays(self.folder / "holidays.csv", self.at("holidays.csv"))),
            reference=reference, capacity=capacity or MappingProxyType({}),
            population=self.table("population.csv", lambda path, at: load_population(path, at, parts.areas)) or (),
            quarantined=tuple(services.quarantined),
            own=frozenset(name for name, one in services.services.items() if not one.at.file.startswith("..")),
            own_areas=frozenset(shape.areas), own_commissioners=frozenset(one.id for one in shape.commissioners),
        )  # fmt: skip

    def reference(self, shape: DirectoryShape, tree: Tree) -> Reference:
        """Return the reference tables, with the site's own; none is opened outside the folder around ours."""
        home = self.folder.resolve().parent
        inside = {
            name: path for name, path in shape.reference.items() if (self.folder / path).resolve().is_relative_to(home)
        }
        for name in shape.reference.keys() - inside.keys():
            said = f"the table `{shape.reference[name]}` lies outside the folder of directories"
            self.note([error("outside-table", said, tree.location("reference", name), "keep a copy in this directory")])
        return self.take(load_reference({name: Path(path) for name, path in inside.items()}, folder=self.folder))

    def policy(self, parts: Parts, reference: Reference) -> Policy:
        known = Known(parts.areas, reference)
        return self.take(load_policy(self.folder / "policy.yaml", self.at("policy.yaml"), known, self.read_tree))

    def services(self, parts: Parts, reference: Reference) -> LoadedServices:
        """Load the records of every folder, each with the profiles of its own."""
        whole = LoadedServices()
        for files, profiles in parts.files:
            around = Surroundings(
                reference=reference,
                profiles=profiles,
                commissioners=parts.commissioners,
                areas=parts.areas,
                places=parts.places,
            )
            one = load_services(files, around, self.load_file)
            self.note(_twice(whole, one))
            whole.services = one.services | whole.services
            whole.quarantined += one.quarantined
            self.problems += one.problems
            self.refused |= one.refused
        return whole

    def read_head(self, folder: Path, where: Location) -> tuple[Tree, DirectoryShape] | None:
        """Return directory.yaml as tree and shape."""
        tree = self.take(self.read_tree(folder / "directory.yaml", where))
        if tree is None:
            return None
        shape = self.take(validate(DirectoryShape, tree))
        return None if shape is None else (tree, shape)

    def parts(self, folder: Path, prefix: str, shape: DirectoryShape, tree: Tree, reference: Reference) -> Parts:
        """Return what a folder brings along when it is included, or used itself."""
        commissioners = self.take(read_commissioners(shape, tree))
        self.note(ignored_files(folder, self.at(prefix), frozenset(shape.reference.values())))
        files = [(path, self.at(f"{prefix}services/{path.name}")) for path in service_files(folder)]
        at = self.at(f"{prefix}profiles.yaml")
        profiles = self.take(load_profiles(folder / "profiles.yaml", at, reference, self.read_tree))
        places = self.places(folder, prefix, shape.areas)
        return Parts(dict(shape.areas), commissioners, places, [(files, profiles)], named_areas(shape, tree))

    def places(self, folder: Path, prefix: str, areas: Mapping[str, str]) -> dict[str, Place]:
        found = [folder / f"places.{kind}" for kind in ("csv", "parquet") if (folder / f"places.{kind}").is_file()]
        if len(found) > 1:
            self.note(
                [
                    error(
                        "places-twice",
                        "there is a places.csv and a places.parquet",
                        self.at(f"{prefix}places.csv"),
                        "keep one",
                    )
                ]
            )
        return self.take(load_places(found[0], self.at(f"{prefix}{found[0].name}"), areas)) if found else {}

    def table(self, name: str, read: Callable[[Path, Location], tuple[T, list[Diagnostic]]]) -> T | None:
        """Return an optional table, None where there is no such file."""
        path = self.folder / name
        return self.take(read(path, self.at(name))) if path.is_file() else None

    def zone(self, shape: DirectoryShape, tree: Tree) -> ZoneInfo:
        try:
            return ZoneInfo(shape.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            said = f"there is no time zone `{shape.time_zone}`"
            self.note([error("unknown-time-zone", said, tree.location("time_zone"), "write `Europe/London`")])
            return ZoneInfo("Europe/London")

    def period(self, shape: DirectoryShape, tree: Tree, zone: ZoneInfo) -> tuple[int, int]:
        try:
            return read_period(shape.valid, zone)
        except Malformed as problem:
            edges = (("from", shape.valid.from_), ("until", shape.valid.until))
            faulty = [name for name, text in edges if problem.message.startswith(f"`{text}`")]
            self.note([error(problem.rule, problem.message, tree.location("valid", *faulty[:1]), problem.help)])
            return 0, 0

    def at(self, file: str) -> Location:
        return Location(file, folder=str(self.folder))

    def take(self, found: tuple[T, list[Diagnostic]]) -> T:
        """Keep the problems of a step, and return its value."""
        self.note(found[1])
        return found[0]

    def note(self, problems: list[Diagnostic]) -> None:
        self.problems += problems
        self.refused |= has_errors(problems)


def _twice(whole: LoadedServices, one: LoadedServices) -> list[Diagnostic]:
    return [
        error(
            "duplicate-id",
            f"the id `{name}` is given twice, first at {whole.services[name].at}",
            one.services[name].line("id"),
            "give each service an id of its own",
        )
        for name in sorted(whole.services.keys() & one.services.keys())
        if whole.services[name] != one.services[name]
    ]

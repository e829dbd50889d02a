"""Folders → a survey: everything is loaded, every check looks at it, and what was accepted is set apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from dos_router.analysis.pathway_needs import needs_of_all
from dos_router.checks.accepted import judge
from dos_router.checks.catalogue import RULES
from dos_router.checks.findings import Finding, path_of, with_sources
from dos_router.checks.kept.keeping import Keeping
from dos_router.checks.subject import Subject
from dos_router.diagnostics import Diagnostic, Severity
from dos_router.loading.directory import Loaded, load
from dos_router.loading.locate import find_pathways
from dos_router.model.directory import Directory
from dos_router.model.pathway import Pathway
from dos_router.model.policy import Policy
from dos_router.reference import Reference, load_reference
from dos_router.routing.pathway_examples import run_examples

_ZONE = ZoneInfo("Europe/London")
ALONE = "pathways"  # the category of checks that look at nothing but pathways


class Surveyed(NamedTuple):
    """A directory that was looked at; its id is None where it cannot be used.

    `services` counts those that it offers, included ones too; `left_out` are the ids of the records
    with errors, which are treated as closed.
    """

    folder: str
    id: str | None
    services: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Findings in the order of files and lines; a service that two directories share counts once.

    `accepted` are those that an `accepted:` list answers for; they count for nothing else. `drafts` are
    the ids of directories that were never signed off, which is no fault of theirs.
    """

    findings: tuple[Finding, ...]
    directories: tuple[Surveyed, ...]
    services: int
    pathways: int
    examples: int
    accepted: tuple[Finding, ...] = ()
    drafts: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """Return how many findings are of a severity."""
        return sum(finding.diagnostic.severity is severity for finding in self.findings)

    def by_rule(self) -> dict[str, int]:
        """Return how many findings each rule has, the most first."""
        counted = Counter(finding.diagnostic.rule for finding in self.findings)
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


class _Read(NamedTuple):
    """The pathways as some tables let them be read; `tables` is what those are called by what is kept."""

    pathways: Mapping[str, Pathway]
    problems: list[Diagnostic]
    reference: Reference
    tables: str


def check(
    folders: str | Path | Iterable[str | Path],
    pathways: str | Path | None = None,
    *,
    on: date | None = None,
    more: Iterable[Diagnostic] = (),
    signed_serials: Mapping[str, int] = MappingProxyType({}),
    changed_since: Collection[str] = (),
    keeping: Keeping | None = None,
) -> Survey:
    """Look at the directories in these folders and a folder of pathways (default: where they usually are).

    `on` is the day on which dates are judged (default: today in England). `more` are problems found
    elsewhere, such as those of sign-off; `signed_serials` the newest signed serial by folder, and `changed_since`
    the folders in which anything differs from it. `keeping` holds the files that were read for those, and what is kept
    of earlier runs.
    """
    named = [folders] if isinstance(folders, str | Path) else list(folders)
    home = Path(pathways) if pathways is not None else find_pathways(None, {})
    kept = keeping or Keeping()
    looking = _Look(home, on or datetime.now(_ZONE).date(), signed_serials, frozenset(changed_since), kept)
    loaded = {Path(folder): _load(Path(folder), kept) for folder in named}
    read = _read_pathways(home, [one.directory for one in loaded.values() if one.directory], kept)
    told = [problem for one in loaded.values() for problem in one.problems]
    told += [problem for one in read for problem in one.problems]
    found = list(looking.find([one.directory for one in loaded.values() if one.directory], read))
    judged = list(with_sources(judge([*told, *more], found, [*loaded, home], looking.on, kept), kept.files))
    kept.save()
    return Survey(
        findings=tuple(one for one in judged if one.accepted is None),
        accepted=tuple(one for one in judged if one.accepted is not None),
        directories=tuple(_surveyed(folder, one) for folder, one in loaded.items()),
        services=_services(loaded.values()),
        pathways=len(read[0].pathways),
        examples=sum(len(pathway.examples) for pathway in read[0].pathways.values()),
    )


def _load(folder: Path, keeping: Keeping) -> Loaded:
    return load(folder, read=keeping.files.tree, load_file=keeping.directory(folder).load_file)


def _read_pathways(folder: Path, directories: list[Directory], keeping: Keeping) -> list[_Read]:
    """Return the pathways by the tables of each directory; by the shipped ones where there is none."""
    tables: list[Reference] = []
    for directory in directories:
        if directory.reference not in tables:
            tables.append(directory.reference)
    return [
        _read(folder, reference, keeping.tables_of(reference, directories), keeping)
        for reference in tables or [load_reference()[0]]
    ]


def _read(folder: Path, reference: Reference, named: str, keeping: Keeping) -> _Read:
    loaded = keeping.pathways(folder).load(reference, named)
    return _Read(loaded.pathways, loaded.problems, reference, named)


class _Look(NamedTuple):
    """What every check is told beside a directory and its pathways."""

    home: Path
    on: date
    signed_serials: Mapping[str, int]
    changed_since: frozenset[str]
    keeping: Keeping

    def find(self, directories: list[Directory], read: list[_Read]) -> Iterator[Diagnostic]:
        """Yield what checks find; pathways by themselves are looked at once for each set of tables."""
        for one in read:
            kept = self.keeping.pathways(self.home)
            theirs = [self.subject(directory, one) for directory in directories if directory.reference == one.reference]
            alone = theirs[0] if theirs else self.subject(_none(one.reference), one)
            yield from kept.findings(one.tables, partial(_alone, alone))
            for subject in theirs:
                yield from self.keeping.directory(Path(subject.directory.folder)).find_by_file(subject, _by_file)
                yield from _of_the_whole(subject)

    def subject(self, directory: Directory, read: _Read) -> Subject:
        make = partial(needs_of_all, read.pathways, read.reference)
        return Subject(
            directory=directory,
            pathways=read.pathways,
            pathways_folder=self.home,
            on=self.on,
            signed_serial=self.signed_serials.get(directory.folder),
            changed_since=directory.folder in self.changed_since,
            files=self.keeping.files,
            known_needs=partial(self.keeping.pathways(self.home).needs, read.tables, make),
        )


def _alone(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is wrong with pathways by themselves, their examples among it."""
    yield from run_examples(subject.pathways, subject.directory.reference)
    for rule in RULES:
        if rule.category == ALONE:
            yield from rule.look_at(subject)


def _by_file(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what checks find that look at one file of services at a time."""
    for rule in RULES:
        if rule.by_file:
            yield from rule.look_at(subject)


def _of_the_whole(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what checks find that look at a directory as a whole."""
    for rule in RULES:
        if rule.category != ALONE and not rule.by_file:
            yield from rule.look_at(subject)


def _none(reference: Reference) -> Directory:
    """Return a directory of nothing, beside which pathways are looked at where no directory can be used."""
    nothing: Mapping[str, Any] = MappingProxyType({})
    return Directory(
        id="none", title="none", serial=0, folder="", valid=(0, 0), zone=_ZONE, commissioners=nothing, areas=nothing,
        services=nothing, policy=Policy(), places=nothing, holidays=MappingProxyType({}), reference=reference,
    )  # fmt: skip


def _surveyed(folder: Path, loaded: Loaded) -> Surveyed:
    directory = loaded.directory
    if directory is None:
        return Surveyed(str(folder), None, 0, ())
    left_out = tuple(sorted(record.id for record in directory.quarantined))
    return Surveyed(str(folder), directory.id, len(directory.services), left_out)


def _services(loaded: Iterable[Loaded]) -> int:
    directories = [one.directory for one in loaded if one.directory]
    return len({(path_of(service.at), service.id) for one in directories for service in one.services.values()})

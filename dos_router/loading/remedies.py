"""A file of remedies → candidates, held against the directory whose gaps they would close."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dos_router.diagnostics import Diagnostic, Location, error
from dos_router.loading.positions import find_position
from dos_router.loading.shapes.remedies import CandidateShape, OpenShape, RemediesFile, WidenShape
from dos_router.loading.text_tree import Tree, read_tree
from dos_router.loading.validation import validate
from dos_router.model.directory import Directory
from dos_router.model.remedy import Candidate, Extend, OpenAt, Site, Widen
from dos_router.spelling import did_you_mean

Step = str | int


def load_remedies(path: Path, directory: Directory) -> tuple[tuple[Candidate, ...], list[Diagnostic]]:
    """Return the candidates of a file by id, and every problem: use none where one is an error."""
    tree, problems = read_tree(path, Location(path.name, folder="" if path.parent == Path() else str(path.parent)))
    shape, more = validate(RemediesFile, tree) if tree else (None, [])
    if tree is None or shape is None:
        return (), problems + more
    reader = _Reader(tree, directory)
    found = [reader.candidate(number, one) for number, one in enumerate(shape.candidates)]
    reader.check_ids(one.id for one in shape.candidates)
    return tuple(sorted(found, key=lambda one: one.id)), [*problems, *more, *reader.problems]


@dataclass(slots=True)
class _Reader:
    """Reads candidates and keeps every problem with them."""

    tree: Tree
    directory: Directory
    problems: list[Diagnostic] = field(default_factory=list)

    def candidate(self, number: int, shape: CandidateShape) -> Candidate:
        path: tuple[Step, ...] = ("candidates", number)
        if not (shape.extend or shape.widen or shape.open):
            cure = "say what it does: `extend`, `widen` or `open`"
            self.problems.append(
                error("missing-value", f"the candidate `{shape.id}` changes nothing", self.tree.location(*path), cure)
            )
        extend = widen = None
        if shape.extend:
            extend = Extend(self._services(shape.extend.services, *path, "extend"), shape.extend.opening)
        if shape.widen:
            widen = self._widen(shape.widen, *path, "widen")
        if shape.widen and not (shape.widen.ages or shape.widen.areas or shape.widen.dispositions):
            cure = "say what they would take too: `ages`, `areas` or `dispositions`"
            at = self.tree.location(*path, "widen")
            self.problems.append(error("missing-value", f"`{shape.id}` widens nothing", at, cure))
        opened = self._open(shape.open, *path, "open") if shape.open else None
        return Candidate(
            id=shape.id, cost=shape.cost, at=self.tree.location(*path), title=shape.title,
            extend=extend, widen=widen, open=opened,
        )  # fmt: skip

    def _widen(self, shape: WidenShape, *path: Step) -> Widen:
        return Widen(
            self._services(shape.services, *path), shape.ages, self._areas(shape.areas, *path, "areas"),
            self._dispositions(shape.dispositions, *path, "dispositions"),
        )  # fmt: skip

    def check_ids(self, ids: Iterable[str]) -> None:
        seen: set[str] = set()
        for number, name in enumerate(ids):
            if name in seen:
                at = self.tree.location("candidates", number, "id")
                cure = "give each an id of its own"
                self.problems.append(error("duplicate-id", f"the candidate `{name}` is given twice", at, cure))
            seen.add(name)

    def _services(self, names: tuple[str, ...], *path: Step) -> tuple[str, ...]:
        known = self.directory.services
        self.problems += self._unknown(names, known, "unknown-service", "service", *path, "services")
        return tuple(sorted({name for name in names if name in known}))

    def _areas(self, names: tuple[str, ...], *path: Step) -> frozenset[str]:
        self.problems += self._unknown(names, self.directory.areas, "unknown-area", "area", *path)
        return frozenset(names)

    def _dispositions(self, codes: tuple[str, ...], *path: Step) -> frozenset[str]:
        known = self.directory.reference.dispositions
        self.problems += self._unknown(codes, known, "unknown-disposition", "disposition", *path)
        return frozenset(codes)

    def _unknown(
        self, names: tuple[str, ...], known: Iterable[str], rule: str, what: str, *path: Step
    ) -> Iterator[Diagnostic]:
        for number, name in enumerate(names):
            if name not in known:
                at = self.tree.location(*path, number)
                yield error(rule, f"there is no {what} `{name}`", at, did_you_mean(name, known))

    def _open(self, shape: OpenShape, *path: Step) -> OpenAt:
        known = self.directory.services
        if shape.like not in known:
            at = self.tree.location(*path, "like")
            cure = did_you_mean(shape.like, known)
            self.problems.append(error("unknown-service", f"there is no service `{shape.like}`", at, cure))
        sites = []
        for number, one in enumerate(shape.at):
            at = self.tree.location(*path, "at", number)
            point, problems = find_position(one, at, self.directory.places)
            self.problems += problems
            if point is not None:
                sites.append(Site(point, one.postcode))
            elif not problems:
                cure = "give a postcode, or easting and northing"
                self.problems.append(error("missing-value", "a site without a place", at, cure))
        return OpenAt(shape.like, tuple(sites), shape.opening, shape.ages or None, shape.provider)

"""`pathways/*.yaml` → pathways; one with an error is left out, with those that ask it first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dos_router.diagnostics import Diagnostic, Location, error, has_errors, warning
from dos_router.loading.loaded_pathways import LoadedPathways
from dos_router.loading.pathway_faults import find_faults
from dos_router.loading.pathway_form import build_pathway
from dos_router.loading.shapes.pathways import PathwayFile
from dos_router.loading.text_tree import Mark, ReadTree, Tree, read_tree
from dos_router.loading.validation import validate, value_at
from dos_router.model.pathway import Ending, Pathway, pressing
from dos_router.reference import Disposition, Reference
from dos_router.spelling import did_you_mean


def load_pathways(folder: Path, reference: Reference, read: ReadTree = read_tree) -> LoadedPathways:
    """Load every `*.yaml` of a folder, whatever is wrong with some of them.

    A pathway with an error is left out, and so is one that would ask it first: the questions that
    find an emergency are never skipped. Files of other names are not read.
    """
    if not folder.is_dir():
        said = f"there is no folder of pathways `{folder}`"
        return LoadedPathways({}, [error("no-pathways", said, _place(folder), "name one with --pathways")], {})
    collected = _Collection(reference, read)
    for path in sorted(folder.glob("*.yaml")):
        collected.read(path, _place(folder, path.name))
    collected.problems += [_misnamed(folder, path.name) for path in sorted(folder.glob("*.yml"))]
    collected.link()
    pathways = {name: found for name, found in sorted(collected.found.items()) if name not in collected.left_out}
    return LoadedPathways(MappingProxyType(pathways), collected.problems, MappingProxyType(collected.left_out))


class _Collection:
    """Pathways as they are read, those to be left out among them."""

    def __init__(self, reference: Reference, read: ReadTree) -> None:
        self.reference = reference
        self.read_tree = read
        self.found: dict[str, Pathway] = {}
        self.left_out: dict[str, Location] = {}
        self.problems: list[Diagnostic] = []

    def read(self, path: Path, where: Location) -> None:
        """Read one file; whatever is an error in it leaves its pathway out."""
        tree, problems = self.read_tree(path, where)
        if tree is None:
            self.leave_out(path.stem, where)
        else:
            pathway, more = read_pathway(tree, self.reference)
            problems += more
            self.keep(pathway, tree, path, broken=has_errors(problems))
        self.problems += problems

    def keep(self, pathway: Pathway | None, tree: Tree, path: Path, *, broken: bool) -> None:
        name = pathway.id if pathway else _named(tree, path)
        if pathway and pathway.id in self.found:
            said = f"the id `{name}` is given twice, first at {self.found[name].at}"
            self.problems.append(error("duplicate-id", said, pathway.at, "give each pathway an id of its own"))
            broken = True
        elif pathway:
            self.found[name] = pathway
        if broken or pathway is None:
            self.leave_out(name, tree.location("id"))

    def leave_out(self, name: str, at: Location) -> None:
        self.left_out.setdefault(name, at)

    def link(self) -> None:
        """Judge what pathways say of one another, and leave out those that it makes unusable."""
        faults: dict[str, list[Diagnostic]] = defaultdict(list)
        for name, pathway in sorted(self.found.items()):
            faults[name] += [*self.wrong_first(pathway), *self.bare_raises(pathway), *self.groupless(pathway)]
        for name, found in faults.items():
            self.problems += found
            if has_errors(found):
                self.leave_out(name, self.found[name].at)
        for name, pathway in sorted(self.found.items()):
            for number, first in enumerate(pathway.first):
                if first in self.left_out and first != name:
                    said = f"`{name}` cannot be asked: it asks `{first}` first, which has errors"
                    cure = f"correct {self.left_out[first]}"
                    self.problems.append(error("first-left-out", said, pathway.line(f"first/{number}"), cure))
                    self.leave_out(name, pathway.at)

    def wrong_first(self, pathway: Pathway) -> Iterator[Diagnostic]:
        """Yield an error for each pathway asked first that is not there, or not made for it."""
        for number, name in enumerate(pathway.first):
            at = pathway.line(f"first/{number}")
            if name in pathway.first[:number]:
                yield error("first-twice", f"`{name}` is asked first twice", at, "keep one of them")
            elif name not in self.found:
                if name not in self.left_out:
                    cure = did_you_mean(name, self.found, otherwise="write its file, or delete it here")
                    yield error("unknown-pathway", f"there is no pathway `{name}`", at, cure)
            elif self.found[name].first:
                said = f"`{name}` is asked first, and asks others first itself"
                yield error("first-of-first", said, at, "name them all here, in order")
            elif not self.found[name].is_shared:
                said = f"`{name}` is asked first, and never goes on to another"
                yield error("first-never-continues", said, at, "let it `go: continue` where nothing alarms")

    def bare_raises(self, pathway: Pathway) -> Iterator[Diagnostic]:
        """Yield an error for each safety rule that could raise an end to one that a search cannot be made for."""
        asked = [*(self.found[name] for name in pathway.first if name in self.found), pathway]
        bare = [ending for each in asked for ending in each.endings() if not ending.discriminators]
        for rule in [rule for each in asked for rule in each.always if not rule.at_least.discriminators]:
            wanted = self.reference.dispositions.get(rule.at_least.disposition)
            lower = [ending for ending in bare if wanted and wanted.search and self.is_less(ending, wanted)]
            if lower:
                said = (
                    f"the rule can raise `{lower[0].disposition}` to a disposition that needs a symptom discriminator"
                )
                yield error("raise-without-discriminator", said, rule.at, "add `discriminator: SD…` to the rule")

    def groupless(self, pathway: Pathway) -> Iterator[Diagnostic]:
        """Yield an error for a pathway without a symptom group that one asked first, or a rule, would need."""
        if pathway.symptom_group or pathway.is_shared or pathway.id in self.left_out:
            return
        before = [self.found[name] for name in pathway.first if name in self.found]
        borrowed = [ending for each in before if not each.symptom_group for ending in each.endings()]
        raised = [rule.at_least for each in (*before, pathway) for rule in each.always]
        for ending in [*borrowed, *raised]:
            known = self.reference.dispositions.get(ending.disposition)
            if known and known.search and not ending.symptom_group:
                said = f"`{pathway.id}` has no symptom group, and can end in `{known.code}`, which is searched for"
                yield error("no-symptom-group", said, pathway.at, "add `symptom_group: SG…` to the pathway")
                return

    def is_less(self, ending: Ending, wanted: Disposition) -> bool:
        found = self.reference.dispositions.get(ending.disposition)
        return found is not None and pressing(found) > pressing(wanted)


def read_pathway(tree: Tree, reference: Reference) -> tuple[Pathway | None, list[Diagnostic]]:
    """Return the pathway of a file by itself, and every problem of it; with an error it is not to be used."""
    shape, problems = validate(PathwayFile, tree, tell_inner_empty=False)
    problems += _empty_values(tree, problems)
    if shape is None or has_errors(problems):
        return None, problems
    pathway, more = build_pathway(shape, tree)
    return pathway, [*problems, *more, *([] if has_errors(more) else find_faults(pathway, reference))]


def _empty_values(tree: Tree, told: list[Diagnostic]) -> list[Diagnostic]:
    """Return an error for each empty value inside the file: an empty `red_flag:` must not pass for none."""
    empty: list[Location] = []
    waiting: list[tuple[Any, Mark]] = [(tree.value, tree.mark)]
    while waiting:
        value, mark = waiting.pop()
        if isinstance(mark.inside, dict):
            waiting += [(value[key], inner) for key, inner in mark.inside.items()]
        elif isinstance(mark.inside, list):
            waiting += [(value[number], inner) for number, inner in enumerate(mark.inside)]
        elif value is None:
            empty.append(tree.place(mark))
    places = set(empty) - {problem.location for problem in told}
    return [
        error("empty-value", "the value is empty", place, "give a value, or delete the line")
        for place in sorted(places)
    ]


def _named(tree: Tree, path: Path) -> str:
    name = value_at(tree, ("id",))
    return name if isinstance(name, str) else path.stem


def _place(folder: Path, file: str = "") -> Location:
    """Return a file's place as it is named from beside its folder: `pathways/wrist-injury.yaml`."""
    name = folder.name or folder.resolve().name
    parent = "" if folder.parent == Path() else str(folder.parent)
    return Location(f"{name}/{file}" if file else name, folder=parent)


def _misnamed(folder: Path, name: str) -> Diagnostic:
    return warning("ignored-file", f"the file `{name}` is not read", _place(folder, name), "name it `.yaml`")

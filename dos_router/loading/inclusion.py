"""Directories that include others: whose folders, in what order, and how their parts unite."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from dos_router.diagnostics import Diagnostic, Location, error
from dos_router.loading.commissioners import NamedArea
from dos_router.loading.services import Profile
from dos_router.loading.shapes.directory import DirectoryShape
from dos_router.loading.text_tree import Tree, read_tree
from dos_router.loading.validation import validate
from dos_router.model.directory import Commissioner, Place

T = TypeVar("T")


class Parts(NamedTuple):
    """What a folder shares with those that include it: services come with their own profiles."""

    areas: dict[str, str]
    commissioners: dict[str, Commissioner]
    places: dict[str, Place]
    files: list[tuple[list[tuple[Path, Location]], Mapping[str, Profile]]]
    named_areas: list[NamedArea]


def included_folders(
    folder: Path, includes: tuple[str, ...], tree: Tree
) -> tuple[list[tuple[Path, str]], list[Diagnostic]]:
    """Return each included folder once, with its name as seen from the first; a loop is an error."""
    found: dict[Path, str] = {}
    problems: list[Diagnostic] = []
    waiting: list[tuple[Path, str, Location, tuple[Path, ...]]] = [
        (folder, include, tree.location("include", number), (folder.resolve(),))
        for number, include in enumerate(includes)
    ]
    while waiting:
        base, include, where, trail = waiting.pop(0)
        target = base / include
        if target.resolve() in trail:
            problems.append(
                error(
                    "include-loop", f"`{include}` includes this directory again", where, "take one of the includes out"
                )
            )
        elif not (target / "directory.yaml").is_file():
            problems.append(
                error(
                    "unknown-include",
                    f"there is no directory `{include}`",
                    where,
                    "name a folder that holds a directory.yaml",
                )
            )
        elif target.resolve() not in found:
            found[target.resolve()] = _seen_from(folder, target)
            waiting += [(target, inner, where, (*trail, target.resolve())) for inner in _includes(target)]
    return list(found.items()), problems


def unite(ours: Parts, theirs: Parts, where: Location) -> list[Diagnostic]:
    """Add an included directory's parts to ours; what both have must be the very same."""
    problems = [
        *_unite(ours.areas, theirs.areas, "area", where),
        *_unite(ours.commissioners, theirs.commissioners, "commissioner", where),
        *_unite(ours.places, theirs.places, "place", where),
    ]
    ours.files.extend(theirs.files)
    ours.named_areas.extend(theirs.named_areas)
    return problems


def _unite(ours: dict[str, T], theirs: dict[str, T], what: str, where: Location) -> list[Diagnostic]:
    differing = [name for name in theirs if name in ours and ours[name] != theirs[name]]
    for name, thing in theirs.items():
        ours.setdefault(name, thing)
    return [
        error(
            "include-differs",
            f"the {what} `{name}` is not the same in the included directory",
            where,
            "make both the same",
        )
        for name in differing
    ]


def _includes(folder: Path) -> tuple[str, ...]:
    """Return what an included directory includes itself; its faults are told when it is loaded."""
    tree, _ = read_tree(folder / "directory.yaml", Location("directory.yaml"))
    shape = validate(DirectoryShape, tree)[0] if tree else None
    return shape.include if shape else ()


def _seen_from(folder: Path, target: Path) -> str:
    from os.path import relpath  # noqa: PLC0415 - pathlib has no walk_up before Python 3.12

    return Path(relpath(target.resolve(), folder.resolve())).as_posix()

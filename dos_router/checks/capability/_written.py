"""Where symptoms and dispositions are written: in profiles.yaml, and in the records themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from dos_router.checks.subject import Subject
from dos_router.diagnostics import Location
from dos_router.loading.text_tree import Tree
from dos_router.loading.validation import value_at
from dos_router.model.service import Service

PROFILES = "profiles.yaml"


class Written(NamedTuple):
    """A text of a list called `symptoms` or `dispositions`, whose it is, and where it stands."""

    owner: str
    text: str
    at: Location


def profiles_of(subject: Subject) -> dict[str, Any]:
    """Return what profiles.yaml holds, by name, as it is written."""
    tree = subject.tree(PROFILES)
    return tree.value if tree and isinstance(tree.value, dict) else {}


def place_of_profile(subject: Subject, name: str) -> Location | None:
    """Return where a profile begins."""
    tree = subject.tree(PROFILES)
    return tree.location(name) if tree else None


def written_in_profiles(subject: Subject, field: str) -> Iterator[Written]:
    """Yield each text of the lists of that name in profiles.yaml."""
    tree = (
        subject.tree(PROFILES) if Location(PROFILES, folder=subject.directory.folder) not in subject.without else None
    )
    for name in profiles_of(subject) if tree else ():
        yield from _listed(tree, (name, field), f"the profile `{name}`")


def written_in_record(subject: Subject, service: Service, field: str) -> Iterator[Written]:
    """Yield each text of the list of that name in a service's own record."""
    found = subject.record(service) if field in service.lines else None
    if found:
        yield from _listed(found.tree, (*found.path, field), f"`{service.id}`")


def written_everywhere(subject: Subject, field: str, among: Callable[[Service], bool]) -> Iterator[Written]:
    """Yield each text of the lists of that name: of profiles, then of those services that are worth a look."""
    yield from written_in_profiles(subject, field)
    for service in subject.in_use:
        if field in service.lines and among(service):
            yield from written_in_record(subject, service, field)


def _listed(tree: Tree | None, path: tuple[str | int, ...], owner: str) -> Iterator[Written]:
    texts = value_at(tree, path) if tree else None
    for number, text in enumerate(texts if isinstance(texts, list) else []):
        if tree and isinstance(text, str):
            yield Written(owner, text, tree.location(*path, number))

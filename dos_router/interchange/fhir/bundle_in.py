"""Other people's FHIR → records: bundles of every legal shape, resources alone or a line each.

A file is gone through twice, a resource at a time: first for what services refer to, which may stand anywhere in it
and is kept beside memory, then for the services.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dos_router.diagnostics import Diagnostic, Location, Malformed, warning
from dos_router.interchange.exchange import Offers, nothing_there, refused
from dos_router.interchange.fhir.reading import Around, read_service
from dos_router.interchange.json_parts import TOP, Part, read_parts
from dos_router.interchange.json_values import Json
from dos_router.interchange.kept import Kept
from dos_router.reference import ServiceType

SERVICE = "HealthcareService"
ENTRY = "entry"
REFERRED = frozenset({"Organization", "Location"})
USED = REFERRED | {"Endpoint"}
NOTED = 20  # resources of each type that are no part of a service; more are counted


class _Found(NamedTuple):
    """A resource, by which references it may be meant, and where it stands."""

    resource: Json
    references: tuple[str, ...]
    path: str
    at: Location

    @property
    def type(self) -> str:
        """Return which type of resource it is."""
        return str(self.resource.get("resourceType"))


def read_bundle(path: Path, types: Mapping[str, ServiceType], kind: str | None = None) -> Offers:
    """Yield the services of a file of FHIR; `kind` is the type of those that say none that we know.

    Raises Malformed where the file cannot be read as FHIR at all, before the first of them.
    """
    others: Counter[str] = Counter()
    count = 0
    with Kept() as kept:
        for one in _resources(path):
            if one.type in REFERRED:
                kept.add(one.resource, one.references)
        around = Around(kept.get, types, kind)
        for one in _resources(path):
            if one.type == SERVICE:
                count += 1
                try:
                    yield read_service(one.resource, around, one.at, ours=True)
                except Malformed as problem:
                    yield refused(problem, one.at, one.path)
            elif one.type not in USED:
                yield from _noted(one, others)
    if not count:
        yield nothing_there(SERVICE)
    yield from _left(others)


def _resources(path: Path) -> Iterator[_Found]:
    """Yield the resources of a file: those of its bundles, and those that stand alone."""
    for part in read_parts(path, {ENTRY}):
        if part.number is None:
            yield from _alone(part)
        elif part.list == TOP:
            raise _no_fhir()
        else:
            yield from _entry(part.value, part.path, part.at)


def _entry(entry: Any, path: str, at: Location, *, is_inner: bool = False) -> Iterator[_Found]:  # noqa: ANN401 - JSON
    """Yield the resource of an entry; the answer to a batch holds bundles, whose entries are yielded instead."""
    resource = entry.get("resource") if isinstance(entry, dict) else None
    if not isinstance(resource, dict):
        return
    entries = resource.get(ENTRY) if resource.get("resourceType") == "Bundle" else None
    if isinstance(entries, list) and not is_inner:
        for number, one in enumerate(entries):
            yield from _entry(one, f"{path}.resource.entry[{number}]", at, is_inner=True)
    else:
        yield _Found(resource, _references(resource, entry.get("fullUrl")), f"{path}.resource", at)


def _alone(part: Part) -> Iterator[_Found]:
    """Yield the resource that a value is, unless it is a bundle, whose entries have gone before."""
    value = part.value
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        raise _no_fhir()
    if value["resourceType"] != "Bundle":
        yield _Found(value, _references(value, None), value["resourceType"], part.at)
    elif not isinstance(value.get(ENTRY, []), list):
        raise Malformed("`entry` of the bundle is not a list", help="see the FHIR specification", rule="bad-fhir")


def _no_fhir() -> Malformed:
    said = "this is no resource of FHIR: it has no `resourceType`"
    return Malformed(said, help="give a Bundle, or a HealthcareService", rule="bad-fhir")


def _references(resource: Json, url: object) -> tuple[str, ...]:
    """Return what a reference to a resource may say: its URL, or its type and id."""
    short = f"{resource.get('resourceType')}/{resource.get('id')}" if resource.get("id") else None
    return tuple(one for one in (url if isinstance(url, str) else None, short) if one)


def _noted(one: _Found, others: Counter[str]) -> Iterator[Diagnostic]:
    """Yield what is no service, nor part of one."""
    kind = one.type
    others[kind] += 1
    if others[kind] <= NOTED:
        yield warning("not-a-service", f"{one.path}: a {kind} is no service, nor part of one", one.at, "left out")


def _left(others: Counter[str]) -> Iterator[Diagnostic]:
    for kind, count in sorted(others.items()):
        if count > NOTED:
            yield warning("not-a-service", f"and {count - NOTED:,} more of {kind}", None, "left out")

"""Other people's FHIR → records: bundles of every legal shape, resources alone or a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dos_router.diagnostics import Diagnostic, Location, Malformed, warning
from dos_router.interchange.exchange import Taken, refused, told_apart
from dos_router.interchange.fhir.reading import Around, Json, read_service
from dos_router.interchange.json_text import read_json
from dos_router.interchange.records import Record
from dos_router.reference import ServiceType

SERVICE = "HealthcareService"
USED = frozenset({"Organization", "Location", "Endpoint"})


class _Found(NamedTuple):
    """A resource, by which references it may be meant, and where it stands."""

    resource: Json
    references: tuple[str, ...]
    path: str
    at: Location


def read_bundle(path: Path, types: Mapping[str, ServiceType], kind: str | None = None) -> Taken:
    """Return the services of a file of FHIR; `kind` is the type of those that say none that we know.

    Raises Malformed where the file cannot be read as FHIR at all.
    """
    found = [one for value, at in read_json(path) for one in _resources(value, at)]
    resources = {reference: one.resource for one in reversed(found) for reference in one.references}
    around = Around(resources, types, kind)
    services = [one for one in found if one.resource.get("resourceType") == SERVICE]
    records: list[Record] = []
    reported: list[Diagnostic] = []
    for one in services:
        try:
            records.append(read_service(one.resource, around, one.at, ours=True))
        except Malformed as problem:
            reported.append(refused(problem, one.at, one.path))
    kept, repeated = told_apart(records)
    return Taken(len(services), tuple(kept), (*reported, *repeated), tuple(_notes(found, services)))


def _resources(value: Any, at: Location) -> Iterator[_Found]:  # noqa: ANN401 - JSON
    """Yield the resources of a value: those of a bundle, or the one that it is."""
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        said = "this is no resource of FHIR: it has no `resourceType`"
        raise Malformed(said, help="give a Bundle, or a HealthcareService", rule="bad-fhir")
    if value["resourceType"] != "Bundle":
        yield _Found(value, _references(value, None), value["resourceType"], at)
        return
    entries = value.get("entry", [])
    if not isinstance(entries, list):
        raise Malformed("`entry` of the bundle is not a list", help="see the FHIR specification", rule="bad-fhir")
    for number, entry in enumerate(entries):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            yield _Found(resource, _references(resource, entry.get("fullUrl")), f"entry[{number}].resource", at)


def _references(resource: Json, url: object) -> tuple[str, ...]:
    """Return what a reference to a resource may say: its URL, or its type and id."""
    short = f"{resource.get('resourceType')}/{resource.get('id')}" if resource.get("id") else None
    return tuple(one for one in (url if isinstance(url, str) else None, short) if one)


def _notes(found: Iterable[_Found], services: Iterable[_Found]) -> Iterator[Diagnostic]:
    """Yield what is no service, nor part of one."""
    if not list(services):
        yield warning("no-services", "there is no HealthcareService in the file", None, "nothing is written")
    for one in found:
        kind = one.resource.get("resourceType")
        if kind != SERVICE and kind not in USED:
            yield warning("not-a-service", f"{one.path}: a {kind} is no service, nor part of one", one.at, "left out")

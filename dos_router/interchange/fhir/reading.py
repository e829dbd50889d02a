"""A HealthcareService and what it refers to → a record, as far as FHIR says it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dos_router.diagnostics import Location, Malformed
from dos_router.interchange.fhir import names
from dos_router.interchange.fhir.closures import read_closures
from dos_router.interchange.fhir.hours import objects_of, read_available
from dos_router.interchange.fhir.referred import Find, identifier_of, place_of, provider_of
from dos_router.interchange.json_values import Json, maps, text
from dos_router.interchange.lists.names import slug
from dos_router.interchange.phones import tidy_phone
from dos_router.interchange.records import Record
from dos_router.interchange.unsaid import with_carried
from dos_router.reference import ServiceType


class Around(NamedTuple):
    """What a HealthcareService stands among: `find` returns a resource by a reference to it, `types` are those known.

    `kind` is the type of those that say none that is known. What was `written_by_us` a moment ago, and is
    only read back, may state no hours: they are carried along.
    """

    find: Find
    types: Mapping[str, ServiceType]
    kind: str | None = None
    written_by_us: bool = False


def read_service(resource: Json, around: Around, at: Location, *, ours: bool = False) -> Record:
    """Return a record. Raises Malformed where what we need is missing, or makes no sense.

    `ours` reads what our own export carries along as well.
    """
    contained = {f"#{one.get('id')}": one for one in maps(resource.get("contained"))}

    def find(reference: str) -> Json | None:
        current = reference.partition("/_history/")[0]  # whichever version is meant, there is one
        return contained.get(current) or around.find(current)

    _must_mean_what_it_says(resource)
    provider = provider_of(resource, find)
    kept = _carried(resource) if ours else {}
    has_hours = bool(resource.get("availableTime")) or not (around.written_by_us or kept.get("opening"))
    fields: dict[str, Any] = {
        "id": _service_id(resource),
        "name": _needed(resource.get("name"), "name"),
        "public_name": text(resource.get("comment")) if ours or _is_ours(resource) else None,
        "type": _kind(resource, around),
        "status": _status(resource),
        "ods": identifier_of(resource, names.ODS_SITE),
        "phone": _phone(resource),
        "opening": read_available(resource.get("availableTime")) if has_hours else None,
        "dates": read_closures(objects_of(resource.get("notAvailable"), "notAvailable")),
        "referral": _referral(resource),
    }
    fields |= place_of(resource, find)
    stated = {name: value for name, value in fields.items() if value}
    record = Record(provider, stated, at)
    return with_carried(record, kept)


def _status(resource: Json) -> str | None:
    active = resource.get("active")
    if active is not None and not isinstance(active, bool):
        raise Malformed(f"`active` is `{active}`", help="write `true` or `false`", rule="bad-fhir")
    return "closed" if active is False else None


def _must_mean_what_it_says(resource: Json) -> None:
    """Raise Malformed for an extension that may change what the rest means, which FHIR forbids to overlook."""
    changed = next(iter(maps(resource.get("modifierExtension"))), None)
    if changed is not None:
        said = f"its `modifierExtension` `{changed.get('url')}` may change what it means"
        raise Malformed(said, help="ask who made it, and take the extension out", rule="unknown-modifier")


def _is_ours(resource: Json) -> bool:
    return any(one.get("system") == names.SERVICE_ID for one in maps(resource.get("identifier")))


def _carried(resource: Json) -> Json:
    for extension in maps(resource.get("extension")):
        if extension.get("url") == names.CARRIED:
            try:
                value = json.loads(str(extension.get("valueString")))
            except ValueError as problem:
                said = "what our export carried along is damaged"
                raise Malformed(said, help="export it again", rule="bad-fhir") from problem
            return value if isinstance(value, dict) else {}
    return {}


def _service_id(resource: Json) -> str:
    ours = identifier_of(resource, names.SERVICE_ID)
    return ours or slug(str(resource.get("name") or "")) or slug(str(resource.get("id") or "")) or "service"


def _kind(resource: Json, around: Around) -> str | None:
    """Return the service type: ours by its code, else one whose slug or title is meant, else the one asked for."""
    titles = {one.title.casefold(): name for name, one in around.types.items()}
    for concept in maps(resource.get("type")) + maps(resource.get("category")):
        codings = maps(concept.get("coding"))
        for coding in codings:
            if coding.get("system") == names.SERVICE_TYPE:
                return text(coding.get("code"))
        for said in (*(coding.get("display") for coding in codings), concept.get("text")):
            if isinstance(said, str):
                known = slug(said) if slug(said) in around.types else titles.get(said.strip().casefold())
                if known:
                    return known
    if around.kind is None:
        said = ", ".join(_said_types(resource)) or "none"
        raise Malformed(
            f"its type is not one of ours: {said}", help="say it with --as TYPE", rule="unknown-service-type"
        )
    return around.kind


def _said_types(resource: Json) -> Iterator[str]:
    for concept in maps(resource.get("type")) + maps(resource.get("category")):
        named = [coding.get("display") or coding.get("code") for coding in maps(concept.get("coding"))]
        yield from (f"`{one}`" for one in [concept.get("text"), *named] if isinstance(one, str))


def _phone(resource: Json) -> str | None:
    """Return the telephone number that comes first by its rank; old ones and those of a home do not count.

    What is said to be of no system counts where it is a telephone number.
    """
    phones: list[tuple[int, int, str]] = []
    for number, one in enumerate(maps(resource.get("telecom"))):
        said = text(one.get("value"))
        if said is None or one.get("use") in ("old", "home"):
            continue
        rank = one["rank"] if isinstance(one.get("rank"), int) else 99
        tidy = tidy_phone(said)
        if one.get("system") == "phone" or ("system" not in one and tidy is not None):
            phones.append((rank, number, tidy or said))
    return min(phones)[2] if phones else None


def _referral(resource: Json) -> dict[str, str] | None:
    methods = [coding.get("code") for one in maps(resource.get("referralMethod")) for coding in maps(one.get("coding"))]
    if resource.get("appointmentRequired") is True:
        return {"how": "booking"}
    return {"how": "phone"} if "phone" in methods else None


def _needed(value: object, name: str) -> str:
    found = text(value)
    if found is None:
        raise Malformed(f"it has no `{name}`", help=f"add `{name}`", rule="missing-key")
    return found

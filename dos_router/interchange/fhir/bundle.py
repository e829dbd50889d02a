"""Records → a FHIR bundle; what FHIR has no place for goes into an extension, and is listed.

Each service becomes a HealthcareService, with its Location, its provider's Organization and, where callers are put
through by telephone, an Endpoint. What was written is read back as others would read it: whatever does
not come back the same is carried in an extension of ours, so that our own import loses nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from dos_router.interchange.exported import Exported, directory_unsaid
from dos_router.interchange.fhir import names
from dos_router.interchange.fhir.hours import available_times, closures, exceptions_text
from dos_router.interchange.fhir.reading import Around, read_service
from dos_router.interchange.grid import degrees_of
from dos_router.interchange.records import Record
from dos_router.interchange.unsaid import Unsaid, carried, unsaid
from dos_router.model.directory import Directory
from dos_router.model.service import Point

NEVER_PUBLIC = ("professional_phone", "accepted")
LONGEST_ID = 64
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:dos-router")
_ID = re.compile(r"[A-Za-z0-9.-]+")

Resource = dict[str, Any]


def fhir_bundle(records: Iterable[Record], directory: Directory) -> Exported:
    """Return a bundle of the records of a directory that loads; always the same for the same records."""
    parts: dict[str, Resource] = {}
    missing: list[Unsaid] = list(directory_unsaid(directory))
    count = 0
    for record in records:
        resources = _resources(record, directory)
        index = {one["fullUrl"]: one["resource"] for one in map(_entry, resources)}
        reread = read_service(resources[0], Around(index.get, {}, written_by_us=True), record.at)
        missing += unsaid(record, reread, NEVER_PUBLIC)
        left = {name: value for name, value in carried(record, reread).items() if name not in NEVER_PUBLIC}
        if left:
            text = json.dumps(left, ensure_ascii=False)
            resources[0]["extension"] = [{"url": names.CARRIED, "valueString": text}]
        parts |= {_url(one): one for one in resources}
        count += 1
    order = ("Organization", "Location", "Endpoint", "HealthcareService")
    entries = sorted(map(_entry, parts.values()), key=lambda one: (order.index(_type(one)), one["resource"]["id"]))
    bundle = {"resourceType": "Bundle", "id": directory.id[:LONGEST_ID], "type": "collection", "entry": entries}
    return Exported(bundle, count, tuple(missing))


def _type(entry: Resource) -> str:
    return str(entry["resource"]["resourceType"])


def _entry(resource: Resource) -> Resource:
    return {"fullUrl": _url(resource), "resource": resource}


def _url(resource: Resource) -> str:
    name = f"{resource['resourceType']}/{resource['id']}"
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}"


def _resources(record: Record, directory: Directory) -> list[Resource]:
    """Return a record's HealthcareService, and what it refers to."""
    organization = _organization(record.provider)
    service = _service(record, directory, organization)
    found = [service, organization]
    if location := _location(record, directory):
        service["location"] = [{"reference": _url(location)}]
        found.append(location)
    if endpoint := _endpoint(record, organization):
        service["endpoint"] = [{"reference": _url(endpoint)}]
        found.append(endpoint)
    return found


def _service(record: Record, directory: Directory, organization: Resource) -> Resource:
    fields = record.service
    kind = directory.reference.service_types.get(str(fields.get("type")))
    dates = fields.get("dates") or {}
    referral = fields.get("referral") or {}
    found: Resource = {
        "resourceType": "HealthcareService",
        "id": _id(record.id),
        "meta": {"profile": [f"{names.PROFILE}HealthcareService"]},
        "identifier": [{"system": names.SERVICE_ID, "value": record.id}],
        "active": fields.get("status", "active") == "active",
        "providedBy": {"reference": _url(organization), "display": organization["name"]},
        "type": [{"coding": [_coding(names.SERVICE_TYPE, str(fields.get("type")), kind.title if kind else None)]}],
        "name": fields.get("name"),
        "availableTime": available_times(str(fields["opening"])),
    }
    if fields.get("ods"):
        found["identifier"].append({"system": names.ODS_SITE, "value": fields["ods"]})
    if fields.get("public_name"):
        found["comment"] = fields["public_name"]
    if fields.get("phone"):
        found["telecom"] = [{"system": "phone", "value": fields["phone"], "use": "work", "rank": 1}]
    if referral.get("how") in names.METHODS:
        method = _coding(names.REFERRAL, names.METHODS[referral["how"]])
        found["referralMethod"] = [{"coding": [method]}]
        found["appointmentRequired"] = referral["how"] == "booking"
    if eligibility := _eligibility(fields):
        found["eligibility"] = [{"comment": eligibility}]
    if shut := closures(dates):
        found["notAvailable"] = shut
    if said := exceptions_text(str(fields["opening"]), dates):
        found["availabilityExceptions"] = said
    return found


def _eligibility(fields: Mapping[str, Any]) -> str:
    """Return in words for whom a service is, for people to read."""
    said = {"Ages": fields.get("ages"), "Sexes": fields.get("sexes"), "Patients of practices": fields.get("practices")}
    return "; ".join(f"{name}: {', '.join(_listed(value))}" for name, value in said.items() if value)


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value] if isinstance(value, list) else []


def _organization(provider: Mapping[str, Any]) -> Resource:
    name, ods, kind = (provider.get(key) for key in ("name", "ods", "kind"))
    found: Resource = {
        "resourceType": "Organization",
        "id": _id(json.dumps([ods, name, kind])),
        "meta": {"profile": [f"{names.PROFILE}Organization"]},
        "active": True,
        "name": name,
    }
    if ods:
        found["identifier"] = [{"system": names.ODS, "value": ods}]
    if kind:
        found["type"] = [{"coding": [_coding(names.PROVIDER_KIND, str(kind))]}]
    return found


def _location(record: Record, directory: Directory) -> Resource | None:
    fields = record.service
    place, lines = fields.get("location") or {}, _listed(fields.get("address"))
    if not place and not lines:
        return None
    found: Resource = {
        "resourceType": "Location",
        "id": _id(f"{record.id}-location"),
        "meta": {"profile": [f"{names.PROFILE}Location"]},
        "status": "active",
        "name": fields.get("name"),
    }
    address: Resource = {"line": lines} if lines else {}
    if place.get("postcode"):
        address["postalCode"] = place["postcode"]
    if address:
        found["address"] = {**address, "country": "GBR"}
    point = _point(record, directory)
    if point is not None:
        latitude, longitude = degrees_of(point)
        found["position"] = {"longitude": longitude, "latitude": latitude}
    return found


def _point(record: Record, directory: Directory) -> Point | None:
    service = directory.services.get(record.id)
    return service.point if service else None


def _endpoint(record: Record, organization: Resource) -> Resource | None:
    """Return the telephone line on which callers are put through, where that is how they are referred."""
    fields = record.service
    how = (fields.get("referral") or {}).get("how")
    if how not in {"phone", "dispatch"} or not fields.get("phone"):
        return None
    return {
        "resourceType": "Endpoint",
        "id": _id(f"{record.id}-endpoint"),
        "status": "active",
        "connectionType": _coding(names.CONNECTION, "telno"),
        "managingOrganization": {"reference": _url(organization)},
        "payloadType": [{"coding": [_coding(names.PAYLOAD, "any")]}],
        "address": f"tel:{''.join(str(fields['phone']).split())}",
    }


def _coding(system: str, code: str, display: str | None = None) -> Resource:
    return {"system": system, "code": code} | ({"display": display} if display else {})


def _id(text: str) -> str:
    """Return a text as the id of a resource: itself where it may be one, else a digest."""
    if _ID.fullmatch(text) and len(text) <= LONGEST_ID:
        return text
    return hashlib.sha256(text.encode()).hexdigest()[:32]

"""Records → Open Referral UK: the services of HSDS 3.0 with organisation, place, phones and schedules in each.

As with FHIR, what was written is read back: whatever does not come back the same stands in an attribute
of ours, and is listed.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from dos_router.diagnostics import Malformed
from dos_router.interchange.exported import Exported, directory_unsaid
from dos_router.interchange.grid import degrees_of
from dos_router.interchange.hsds.services_in import read_service
from dos_router.interchange.hsds.words import BYDAY, CARRIED, SERVICE_TYPE, STANDARD, STATUSES
from dos_router.interchange.records import Record
from dos_router.interchange.unsaid import Unsaid, carried, unsaid
from dos_router.interchange.week import clock, slots_of
from dos_router.model.ages import AgeRange, days_of, parse_age_range
from dos_router.model.directory import Directory
from dos_router.model.opening import MINUTES_A_DAY, parse_opening

NEVER_PUBLIC = ("professional_phone", "accepted")
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:dos-router:hsds")
_OLDEST = 130

Json = dict[str, Any]


def hsds_services(records: Iterable[Record], directory: Directory) -> Exported:
    """Return the records of a directory that loads as one page of services; the same for the same records."""
    contents: list[Json] = []
    missing: list[Unsaid] = list(directory_unsaid(directory))
    for record in records:
        service = _service(record, directory)
        reread = read_service(service, {}, None, record.at, hours_kept=True)
        missing += unsaid(record, reread, NEVER_PUBLIC)
        left = {name: value for name, value in carried(record, reread).items() if name not in NEVER_PUBLIC}
        if left:
            text = json.dumps(left, ensure_ascii=False)
            service["attributes"].append(_attribute(record, CARRIED, text))
        contents.append(service)
    page = {
        "total_items": len(contents), "total_pages": 1, "page_number": 1, "size": len(contents), "first_page": True,
        "last_page": True, "empty": not contents, "contents": contents,
    }  # fmt: skip
    return Exported(page, len(contents), tuple(missing))


def _service(record: Record, directory: Directory) -> Json:
    fields = record.service
    kind = directory.reference.service_types.get(str(fields.get("type")))
    status = STATUSES.get(str(fields.get("status", "active")), "inactive")
    found: Json = {
        "id": _uuid("service", record.id),
        "name": fields.get("name"),
        "status": status,
        "organization": _organization(record),
        "schedules": _schedules(record),
        "attributes": [_attribute(record, SERVICE_TYPE, str(fields.get("type")), kind.title if kind else None)],
        "metadata": [{"id": _uuid("metadata", record.id), "resource_id": record.id, "resource_type": STANDARD}],
    }
    if fields.get("public_name"):
        found["alternate_name"] = fields["public_name"]
    if fields.get("phone"):
        found["phones"] = [{"id": _uuid("phone", record.id), "number": fields["phone"]}]
    if checked := fields.get("checked"):
        found |= {"assured_date": checked["on"]} if "on" in checked else {}
    if years := _whole_years(fields.get("ages")):
        found |= years
    if place := _place(record, directory):
        found["service_at_locations"] = [place]
    return found


def _organization(record: Record) -> Json:
    provider = record.provider
    name = provider.get("name")
    key = json.dumps(dict(provider), sort_keys=True)
    found: Json = {"id": _uuid("organization", key), "name": name, "description": name}
    if provider.get("ods"):
        found["organization_identifiers"] = [
            {
                "id": _uuid("identifier", str(provider["ods"])),
                "identifier_scheme": "GB-NHS",
                "identifier_type": "ODS",
                "identifier": provider["ods"],
            }
        ]
    return found


def _schedules(record: Record) -> list[Json]:
    """Return a week's hours, and those of single dates that are not off."""
    by_hours: dict[tuple[int, int], list[str]] = {}
    for day, start, end in slots_of(parse_opening(str(record.service["opening"]))):
        by_hours.setdefault((start, end), []).append(BYDAY[day])
    return [
        {
            "id": _uuid("schedule", f"{record.id}/{start}-{end}"),
            "freq": "WEEKLY",
            "byday": ",".join(days),
            "opens_at": clock(start),
            "closes_at": "23:59" if end == MINUTES_A_DAY else clock(end),
        }
        for (start, end), days in by_hours.items()
    ]


def _whole_years(ages: object) -> Json:
    """Return the least and the greatest age in years, where that is all that the ages say."""
    listed = [ages] if isinstance(ages, str) else ages if isinstance(ages, list) else []
    try:
        ranges = [parse_age_range(str(one)) for one in listed]
    except Malformed:
        return {}
    if len(ranges) != 1:
        return {}
    return _years(ranges[0])


def _years(ages: AgeRange) -> Json:
    lows = {days_of(year, "y"): year for year in range(_OLDEST)}
    highs = {days_of(year + 1, "y") - 1: year for year in range(_OLDEST)}
    if ages.low not in lows or (ages.high is not None and ages.high not in highs):
        return {}
    found = {"minimum_age": lows[ages.low]}
    return found if ages.high is None else {**found, "maximum_age": highs[ages.high]}


def _place(record: Record, directory: Directory) -> Json | None:
    fields = record.service
    place, lines = fields.get("location") or {}, fields.get("address") or []
    lines = [lines] if isinstance(lines, str) else list(lines)
    if not place and not lines:
        return None
    location: Json = {"id": _uuid("location", record.id), "location_type": "physical", "name": fields.get("name")}
    service = directory.services.get(record.id)
    if service and service.point:
        location["latitude"], location["longitude"] = degrees_of(service.point)
    address: Json = {"id": _uuid("address", record.id), "address_type": "physical", "country": "GB"}
    if lines:
        address["address_1"] = ", ".join(lines[:-1]) or lines[0]
        address |= {"city": lines[-1]} if len(lines) > 1 else {}
    if place.get("postcode"):
        address["postal_code"] = place["postcode"]
    if lines or place.get("postcode"):
        location["addresses"] = [address]
    return {"id": _uuid("service_at_location", record.id), "location": location}


def _attribute(record: Record, link: str, value: str, label: str | None = None) -> Json:
    found: Json = {
        "id": _uuid("attribute", f"{record.id}/{link}"),
        "link_id": _uuid("service", record.id),
        "link_type": link,
        "link_entity": "service",
        "value": value,
    }
    return found | ({"label": label} if label else {})


def _uuid(kind: str, name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{kind}/{name}"))

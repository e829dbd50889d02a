"""Open Referral UK → records: pages of services, lists of them or one alone, as far as HSDS 3.0 says it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dos_router.diagnostics import Location, Malformed
from dos_router.interchange.exchange import Offers, Refused, nothing_there, refused
from dos_router.interchange.grid import point_of
from dos_router.interchange.hsds.shapes_in import services_of
from dos_router.interchange.hsds.words import BYDAY, CARRIED, SERVICE_TYPE, STANDARD, STATUSES
from dos_router.interchange.json_values import Json, maps, text
from dos_router.interchange.lists.names import slug
from dos_router.interchange.records import Record
from dos_router.interchange.unsaid import with_carried
from dos_router.interchange.week import Slot, joined, opening_of
from dos_router.model.opening import MINUTES_A_DAY
from dos_router.reference import ServiceType

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::00)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_LAST = "23:59"
_NOT_ALWAYS = ("valid_to", "until", "count", "byweekno", "bymonthday", "byyearday")  # of no week in particular


def read_services(path: Path, types: Mapping[str, ServiceType], kind: str | None = None) -> Offers:
    """Yield the services of a file; `kind` is the type of those that say none that we know. Raises Malformed."""
    count = 0
    for one in services_of(path):
        count += 1
        if isinstance(one, Refused):
            yield one
            continue
        try:
            ours = _carried(one.value)
            record = read_service(one.value, types, kind, one.at, hours_kept=bool(ours.get("opening")))
            yield with_carried(record, ours)
        except Malformed as problem:
            yield refused(problem, one.at, one.path)
    if not count:
        yield nothing_there("service")


def read_service(
    service: Json, types: Mapping[str, ServiceType], kind: str | None, at: Location, *, hours_kept: bool = False
) -> Record:
    """Return a service as a record. Raises Malformed where what we need is missing, or makes no sense.

    With `hours_kept` it may state no hours: they are carried along.
    """
    name = text(service.get("name"))
    if name is None:
        raise Malformed("it has no `name`", help="add `name`", rule="missing-key")
    fields: dict[str, Any] = {
        "id": _ours(service) or slug(name) or "service",
        "name": name,
        "public_name": text(service.get("alternate_name")),
        "type": _kind(service, types, kind),
        "status": _status(service),
        "phone": next((text(one.get("number")) for one in maps(service.get("phones"))), None),
        "opening": None if hours_kept and not service.get("schedules") else _opening(service),
        "ages": _ages(service),
        "checked": _checked(service),
    }
    fields |= _place(service)
    return Record(_provider(service), {key: value for key, value in fields.items() if value}, at)


def _ours(service: Json) -> str | None:
    """Return the id that our export gave; where others write metadata, it is of the service by its own id."""
    listed = (one for one in maps(service.get("metadata")) if one.get("resource_type") == STANDARD)
    found = next((text(one.get("resource_id")) for one in listed), None)
    return None if found == service.get("id") else found


def _kind(service: Json, types: Mapping[str, ServiceType], kind: str | None) -> str | None:
    """Return the type: ours by its attribute, else one whose slug or title a taxonomy term says, else the one asked."""
    titles = {one.title.casefold(): name for name, one in types.items()}
    said: list[str] = []
    for one in maps(service.get("attributes")):
        if one.get("link_type") == SERVICE_TYPE:
            return text(one.get("value"))
        term = one.get("taxonomy_term")
        said += [name for name in (one.get("label"), term.get("name") if isinstance(term, dict) else None) if name]
    for name in said:
        if slug(str(name)) in types or str(name).casefold() in titles:
            return slug(str(name)) if slug(str(name)) in types else titles[str(name).casefold()]
    if kind is None and types:
        named = ", ".join(f"`{name}`" for name in said) or "none"
        cure = "say it with --as TYPE"
        raise Malformed(f"its type is not one of ours: {named}", help=cure, rule="unknown-service-type")
    return kind


def _status(service: Json) -> str | None:
    said = service.get("status")
    known = {theirs: ours for ours, theirs in STATUSES.items()}
    return None if said in (None, "active") else known.get(str(said), "closed")


def _provider(service: Json) -> dict[str, str]:
    organization = service.get("organization")
    found = organization if isinstance(organization, dict) else {}
    name = text(found.get("name"))
    if name is None:
        raise Malformed("it says not who provides it", help="give it an `organization`", rule="no-provider")
    listed = maps(found.get("organization_identifiers"))
    codes = (text(one.get("identifier")) for one in listed if one.get("identifier_type") == "ODS")
    code = next(codes, None)
    return {"ods": code, "name": name} if code else {"name": name}


def _opening(service: Json) -> str:
    """Return the weekly schedules as an opening. Raises Malformed for hours with no meaning, or none at all."""
    schedules = maps(service.get("schedules"))
    for place in maps(service.get("service_at_locations")):
        schedules += maps(place.get("schedules"))
    slots = [slot for one in schedules for slot in _slots(one)]
    if not slots:
        raise Malformed("it states no hours", help="give it schedules: an opening is needed", rule="no-hours")
    return opening_of(joined(slots))


def _slots(schedule: Json) -> Iterator[Slot]:
    if schedule.get("freq") != "WEEKLY":
        said = f"the schedule of frequency `{schedule.get('freq')}` is not weekly"
        raise Malformed(said, help="write a week's hours; dates can be added later", rule="bad-hours")
    if ends := next((name for name in _NOT_ALWAYS if schedule.get(name)), None):
        said = f"the schedule holds for a time alone: it has `{ends}`"
        raise Malformed(said, help="write every week's hours; dates can be added later", rule="bad-hours")
    if schedule.get("interval") not in (None, 1, "1"):
        raise Malformed("the schedule is not of every week", help="write every week's hours", rule="bad-hours")
    days = [day.strip() for day in str(schedule.get("byday") or ",".join(BYDAY)).split(",")]
    start, end = _minute(schedule.get("opens_at")), _minute(schedule.get("closes_at"))
    end = end if end > start else end + MINUTES_A_DAY
    for day in days:
        if day not in BYDAY:
            raise Malformed(f"`{day}` is not a day of the week", help=f"write {', '.join(BYDAY)}", rule="bad-hours")
        yield Slot(BYDAY.index(day), start, min(end, MINUTES_A_DAY))
        if end > MINUTES_A_DAY:
            yield Slot((BYDAY.index(day) + 1) % 7, 0, end - MINUTES_A_DAY)


def _minute(value: object) -> int:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Malformed(f"`{value}` is not a time", help="write it like `08:00`", rule="bad-hours")
    return MINUTES_A_DAY if value == _LAST else int(match[1]) * 60 + int(match[2])


def _ages(service: Json) -> list[str] | None:
    low, high = service.get("minimum_age"), service.get("maximum_age")
    if low is None and high is None:
        return None
    try:
        first = int(float(low)) if low is not None else 0
        return [f"{first}+" if high is None else f"{first}-{int(float(high))}"]
    except (TypeError, ValueError) as problem:
        raise Malformed(f"`{low}`–`{high}` are no ages in years", help="write whole years", rule="bad-age") from problem


def _checked(service: Json) -> dict[str, str] | None:
    day = text(service.get("assured_date"))
    return {"on": day[:10]} if day else None


def _place(service: Json) -> dict[str, Any]:
    """Return address and location of the one place. Raises Malformed for several."""
    places = (one.get("location") for one in maps(service.get("service_at_locations")))
    found = [one for one in places if isinstance(one, dict)]
    if len(found) > 1:
        said = f"it is at {len(found)} places at once"
        raise Malformed(said, help="write one service for each place", rule="several-places")
    if not found:
        return {}
    address = next(iter(maps(found[0].get("addresses"))), {})
    first = text(address.get("address_1"))
    lines = [part.strip() for part in first.split(",")] if first else []
    lines += [town for town in (text(address.get("city")),) if town]
    return {"address": lines, "location": _location(address, found[0])}


def _location(address: Json, place: Json) -> dict[str, str] | None:
    if postcode := text(address.get("postal_code")):
        return {"postcode": postcode}
    if place.get("latitude") is None or place.get("longitude") is None:
        return None
    try:
        point = point_of(float(place["latitude"]), float(place["longitude"]))
    except (TypeError, ValueError) as problem:
        raise Malformed("its position is no latitude and longitude", help="write both", rule="bad-lat") from problem
    if point is None:
        raise Malformed("its position is outside Great Britain", help="are they swapped?", rule="bad-lat")
    return {"easting": str(point.easting), "northing": str(point.northing)}


def _carried(service: Json) -> Json:
    for one in maps(service.get("attributes")):
        if one.get("link_type") == CARRIED:
            try:
                value = json.loads(str(one.get("value")))
            except ValueError as problem:
                said = "what our export carried along is damaged"
                raise Malformed(said, help="export it again", rule="bad-hsds") from problem
            return value if isinstance(value, dict) else {}
    return {}

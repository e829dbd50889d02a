"""Services on a map: GeoJSON (RFC 7946), a point for each that has a place, in degrees of WGS84."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dos_router.interchange.exported import Exported, directory_unsaid
from dos_router.interchange.grid import degrees_of
from dos_router.interchange.records import Record
from dos_router.interchange.unsaid import Unsaid, shown
from dos_router.model.directory import Directory
from dos_router.model.service import Service

# the fields of a record that a map says; all others are listed
SAID = frozenset(
    {
        *("id", "type", "status", "ods", "address", "location", "phone", "opening", "dates", "ages", "sexes"),
        *("commissioned_by", "provider.name"),
    }
)


def geojson(records: Iterable[Record], directory: Directory) -> Exported:
    """Return the records of a directory that loads as features, by id; one without a place has no geometry."""
    listed = sorted(records, key=lambda record: record.id)
    missing = [one for record in listed for one in _missing(record)]
    features = [_feature(directory.services[record.id]) for record in listed]
    content = {"type": "FeatureCollection", "features": features}
    return Exported(content, len(listed), (*directory_unsaid(directory), *missing))


def _feature(service: Service) -> dict[str, Any]:
    geometry = None
    if service.point is not None:
        latitude, longitude = degrees_of(service.point)
        geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    properties = {
        "name": service.public_name or service.name,
        "type": service.type,
        "status": service.status,
        "ods": service.ods,
        "provider": service.provider.name,
        "address": ", ".join(service.address) or None,
        "postcode": service.postcode,
        "phone": service.phone,
        "opening": service.opening.written,
        "dates": {str(day): ",".join(map(str, spans)) or "off" for day, spans in sorted(service.opening.dates.items())},
        "ages": [ages.written for ages in service.ages],
        "sexes": sorted(service.sexes),
        "commissioned_by": sorted(service.commissioned_by),
        "referral": service.referral,
    }
    return {"type": "Feature", "id": service.id, "geometry": geometry, "properties": properties}


def _missing(record: Record) -> Iterator[Unsaid]:
    """Yield what is stated of a service, and is not on a map: of its two names the one for callers is."""
    fields = record.service
    stated = {**{f"provider.{name}": value for name, value in record.provider.items()}, **fields}
    said = SAID | {"public_name" if "public_name" in fields else "name"}
    if not isinstance(referral := fields.get("referral"), dict) or not referral.get("note"):
        said |= {"referral"}
    for name, value in stated.items():
        if name not in said:
            yield Unsaid(record.id, name, shown(value), left_out=True)

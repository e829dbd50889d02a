"""Services on a map: GeoJSON (RFC 7946), a point for each that has a place, in degrees of WGS84."""

from __future__ import annotations

from typing import Any

from dos_router.interchange.exported import Exported, directory_unsaid
from dos_router.interchange.grid import degrees_of
from dos_router.interchange.unsaid import Unsaid
from dos_router.model.directory import Directory
from dos_router.model.service import Service

# what a map has no use for: it is listed, and left out
_NOT_ON_A_MAP = {
    "professional_phone": "professional_phone", "only_if_open": "only_if_open", "handles": "handles", "roles": "roles",
    "practices": "practices",
}  # fmt: skip


def geojson(directory: Directory) -> Exported:
    """Return every service of a directory as a feature, by id; one without a place has no geometry."""
    services = [directory.services[name] for name in sorted(directory.own)]
    missing = [one for service in services for one in _missing(service)]
    content = {"type": "FeatureCollection", "features": [_feature(service) for service in services]}
    return Exported(content, len(services), (*directory_unsaid(directory), *missing))


def _feature(service: Service) -> dict[str, Any]:
    geometry = None
    if service.point is not None:
        latitude, longitude = degrees_of(service.point)
        geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    properties = {
        "name": service.public_name or service.name,
        "type": service.type,
        "status": service.status,
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


def _missing(service: Service) -> list[Unsaid]:
    stated = [name for name in _NOT_ON_A_MAP if getattr(service, name)]
    found = [Unsaid(service.id, name, _shown(getattr(service, name)), left_out=True) for name in stated]
    if service.dispositions:
        said = f"{len(service.dispositions)} dispositions"
        found.append(Unsaid(service.id, "dispositions", said, left_out=True))
    return found


def _shown(value: object) -> str:
    return ", ".join(map(str, sorted(value))) if isinstance(value, frozenset | tuple) else str(value)

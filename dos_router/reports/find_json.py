"""The JSON of `find`: services by how alike they are to what was looked for."""

from __future__ import annotations

from typing import TypedDict

from dos_router.model.directory import Directory
from dos_router.reports.route_json import DirectoryJson
from dos_router.reports.sign_off_json import SignOffJson, sign_off_json
from dos_router.routing.distances import in_miles
from dos_router.routing.finding import Found


class FoundJson(TypedDict):
    """One record; of a quarantined one only `service`, `type`, `status` and `at` are known."""

    service: str
    name: str | None
    type: str | None
    status: str
    provider: str | None
    address: list[str]
    postcode: str | None
    ods: str | None
    distance_miles: float | None
    at: str


class FindJson(TypedDict):
    """What `find --json` prints; `found` counts those beyond the limit too."""

    found: int
    services: list[FoundJson]
    directory: DirectoryJson
    sign_off: SignOffJson


def find_json(found: tuple[Found, ...], limit: int, directory: Directory) -> FindJson:
    """Return the first of what was found as a JSON object."""
    return {
        "found": len(found),
        "services": [_one(one) for one in found[:limit]],
        "directory": {"id": directory.id, "serial": directory.serial},
        "sign_off": sign_off_json(directory.sign_off),
    }


def _one(found: Found) -> FoundJson:
    service = found.service
    return {
        "service": found.id,
        "name": service.name if service else None,
        "type": found.type,
        "status": found.status,
        "provider": service.provider.name if service else None,
        "address": list(service.address) if service else [],
        "postcode": service.postcode if service else None,
        "ods": service.ods if service else None,
        "distance_miles": in_miles(found.squared),
        "at": str(found.at),
    }

"""What a HealthcareService refers to: who runs it, and where it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dos_router.diagnostics import Malformed
from dos_router.interchange.fhir import names
from dos_router.interchange.grid import point_of
from dos_router.interchange.json_values import Json, maps, text

Find = Callable[[str], Json | None]


def provider_of(resource: Json, find: Find) -> dict[str, str]:
    """Return who runs it: the organisation referred to, or as much of it as the reference itself says."""
    reference = resource.get("providedBy")
    if not isinstance(reference, dict):
        raise Malformed("it says not who provides it", help="give `providedBy` an Organization", rule="no-provider")
    found = find(str(reference.get("reference"))) or {}
    identifier = reference.get("identifier")
    by_reference = identifier.get("value") if isinstance(identifier, dict) else None
    name = text(found.get("name")) or text(reference.get("display")) or text(by_reference)
    if name is None:
        said = f"its provider `{_referred(reference)}` is not in the bundle"
        raise Malformed(said, help="add the Organization, or a `display` with its name", rule="missing-reference")
    ods = identifier_of(found, names.ODS)
    if ods is None and isinstance(identifier, dict) and identifier.get("system") == names.ODS:
        ods = text(by_reference)
    kinds = (coding for one in maps(found.get("type")) for coding in maps(one.get("coding")))
    kind = next((text(one.get("code")) for one in kinds if one.get("system") == names.PROVIDER_KIND), None)
    return {key: value for key, value in {"ods": ods, "name": name, "kind": kind}.items() if value}


def place_of(resource: Json, find: Find) -> dict[str, Any]:
    """Return address and location of the first place that is known of several."""
    references = [_referred(one) for one in maps(resource.get("location"))]
    found = [place for one in references if (place := find(one)) is not None]
    if references and not found:
        said = f"its place `{references[0]}` is not in the bundle"
        raise Malformed(said, help="add the Location", rule="missing-reference")
    if len(found) > 1:
        said = f"it is at {len(found)} places at once"
        raise Malformed(said, help="write one HealthcareService for each place", rule="several-places")
    if not found:
        return {}
    address = found[0].get("address")
    address = address if isinstance(address, dict) else {}
    written = address.get("line")
    lines = [line for one in (written if isinstance(written, list) else [written]) if (line := text(one))]
    town = [name for one in (address.get("city"), address.get("district")) if (name := text(one)) and name not in lines]
    return {"address": [*lines, *town], "location": _location(address, found[0].get("position"))}


def _referred(reference: Json) -> str:
    """Return what a reference says, or else by what it would be known."""
    identifier = reference.get("identifier")
    known_by = identifier.get("value") if isinstance(identifier, dict) else None
    return str(reference.get("reference") or reference.get("display") or known_by or "?")


def _location(address: Json, position: object) -> dict[str, str] | None:
    """Return the postcode; where there is none the grid reference of the position."""
    if postcode := text(address.get("postalCode")):
        return {"postcode": postcode}
    if not isinstance(position, dict):
        return None
    try:
        point = point_of(float(position["latitude"]), float(position["longitude"]))
    except (KeyError, TypeError, ValueError) as problem:
        raise Malformed("its position is no latitude and longitude", help="write both", rule="bad-lat") from problem
    if point is None:
        raise Malformed("its position is outside Great Britain", help="are they swapped?", rule="bad-lat")
    return {"easting": str(point.easting), "northing": str(point.northing)}


def identifier_of(resource: Json, system: str) -> str | None:
    """Return the identifier of a system; an official one before others."""
    mine = [one for one in maps(resource.get("identifier")) if one.get("system") == system and text(one.get("value"))]
    mine.sort(key=lambda one: one.get("use") != "official")
    return text(mine[0]["value"]) if mine else None

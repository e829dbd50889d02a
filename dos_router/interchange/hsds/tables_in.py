"""The tables of HSDS, one list of rows each, joined to services with all that is theirs within."""

from __future__ import annotations

from typing import Any

from dos_router.diagnostics import Malformed
from dos_router.interchange.json_values import Json
from dos_router.interchange.kept import Kept

# by which columns the rows of a table are found
KEYS = {
    "organization": ("id",),
    "organization_identifier": ("organization_id",),
    "service_at_location": ("service_id",),
    "location": ("id",),
    "address": ("location_id",),
    "phone": ("service_id",),
    "schedule": ("service_id", "service_at_location_id"),
    "attribute": ("link_id",),
    "taxonomy_term": ("id",),
    "metadata": ("resource_id",),
}
TABLES = {
    **{name: name for name in KEYS}, **{f"{name}s": name for name in KEYS}, "addresses": "address",
}  # fmt: skip


def keep_row(kept: Kept, table: str, row: Json) -> None:
    """Keep a row of a table by the columns by which it is found."""
    kept.add(row, [_name(table, column, row[column]) for column in KEYS[table] if row.get(column) is not None])


def joined(service: Json, kept: Kept) -> Json:
    """Return a row of the services with the rows of other tables that are its own; what it holds itself stays.

    Raises Malformed where a place that it names is not there.
    """
    own = service.get("id")
    found: dict[str, Any] = {
        "organization": _organization(service.get("organization_id"), kept),
        "phones": _rows(kept, "phone", "service_id", own),
        "schedules": _rows(kept, "schedule", "service_id", own),
        "attributes": [_attribute(one, kept) for one in _rows(kept, "attribute", "link_id", own)],
        "metadata": _rows(kept, "metadata", "resource_id", own),
        "service_at_locations": [_at(one, kept) for one in _rows(kept, "service_at_location", "service_id", own)],
    }
    return {**{name: value for name, value in found.items() if value}, **service}


def _organization(identity: object, kept: Kept) -> Json | None:
    rows = _rows(kept, "organization", "id", identity)
    if not rows:
        return None
    return {"organization_identifiers": _rows(kept, "organization_identifier", "organization_id", identity), **rows[0]}


def _attribute(row: Json, kept: Kept) -> Json:
    terms = _rows(kept, "taxonomy_term", "id", row.get("taxonomy_term_id"))
    return {"taxonomy_term": terms[0], **row} if terms else row


def _at(row: Json, kept: Kept) -> Json:
    """Return where a service is: the place and its addresses, and the hours there."""
    identity = row.get("location_id")
    places = _rows(kept, "location", "id", identity)
    if not places and "location" not in row:
        said = f"its place `{identity}` is not in the file"
        raise Malformed(said, help="add it to the table of locations", rule="missing-reference")
    hours = _rows(kept, "schedule", "service_at_location_id", row.get("id"))
    place = {"addresses": _rows(kept, "address", "location_id", identity), **places[0]} if places else {}
    return {"location": place, "schedules": hours, **row}


def _rows(kept: Kept, table: str, column: str, identity: object) -> list[Json]:
    return [] if identity is None else list(kept.all(_name(table, column, identity)))


def _name(table: str, column: str, identity: object) -> str:
    return f"{table}.{column}={identity}"
